import { connect } from 'node:http2';

const SERVING = 1;

/** Fails unless the standard gRPC health check of a server says that a service is served. */
export function checkGrpcHealth(address: string, port: number, service: string, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}:${port}`);
    const timer = setTimeout(() => fail(new Error(`no answer within ${seconds} s`)), seconds * 1000);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      session.destroy();
      reject(error);
    };
    session.on('error', fail);
    const call = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const answer: Buffer[] = [];
    call.on('error', fail);
    call.on('data', (part: Buffer) => answer.push(part));
    call.on('end', () => {
      const message = Buffer.concat(answer).subarray(5);
      if (message[0] !== 0x08 || message[1] !== SERVING) {
        fail(new Error(`${service || 'the server'} is not served: ${message.toString('hex') || 'no message'}`));
        return;
      }
      clearTimeout(timer);
      session.close();
      resolve();
    });
    call.end(request(service));
  });
}

/** A message of one string, in field 1, after the prefix that gRPC puts before each message. */
function request(service: string): Buffer {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
