/** Serves the repositories of a folder over HTTP. node git/server.ts FOLDER PORT */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const [root, port] = process.argv.slice(2);
const END_OF_HEADERS = '\r\n\r\n';

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const git = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: `${searchParams}`,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: `${request.headers['git-protocol'] ?? ''}`,
    },
  });
  request.pipe(git.stdin);
  const answer = await buffer(git.stdout);
  const end = answer.indexOf(END_OF_HEADERS);
  const lines = answer.subarray(0, end).toString().split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const { Status = '200', ...others } = Object.fromEntries(headers);
  response.writeHead(Number.parseInt(Status, 10), others);
  response.end(answer.subarray(end + END_OF_HEADERS.length));
}).listen(Number(port));
