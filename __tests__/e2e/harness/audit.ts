/** What a process found out about itself, in its container, before it became the container's command. */
export interface Audit {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly noNewPrivileges: boolean;
  /** None of the capabilities can be had. */
  readonly powerless: boolean;
  /** Every folder and mounted file that it could write. */
  readonly writable: readonly string[];
}

/**
 * A shell script that tells file descriptor 3, then becomes the command in its arguments, the first of which is the
 * working directory. It really tries to write: to each folder near the root, to each mount, and to what is in no mount.
 */
export const AUDIT = `
{
  grep -E '^(Uid|Gid|Groups|NoNewPrivs|CapPrm|CapEff|CapInh|CapBnd|CapAmb):' /proc/self/status
  mounts=$(while read -r _ _ _ _ point _; do echo "$point"; done </proc/self/mountinfo | grep -vE '^/(proc|sys)')
  for path in $(echo "$mounts"; find / -xdev -maxdepth 3 -type d 2>/dev/null); do
    if [ -d "$path" ]; then
      (: >"$path/.e2e") 2>/dev/null && rm "$path/.e2e" && echo "Writable: $path"
    else
      (: >>"$path") 2>/dev/null && echo "Writable: $path"
    fi
  done
  echo 'Complete: yes'
} >&3
exec 3>&-
cd "$0" && exec env -u PWD -u OLDPWD "$@"
`;

/** @throws while the script has not got to its end */
export function parseAudit(text: string): Audit {
  const fields = new Map<string, string[][]>();
  for (const line of text.split('\n')) {
    const [name = '', ...words] = line.split(/[:\s]+/);
    fields.set(name, [...(fields.get(name) ?? []), words]);
  }
  if (!fields.has('Complete')) throw new Error(`the container has not started; it found: ${text}`);
  const words = (name: string): string[] => (fields.get(name)?.[0] ?? []).filter((word) => word !== '');
  const number = (name: string): number => Number.parseInt(words(name)[0] ?? 'NaN', 10);
  const capabilities = ['CapPrm', 'CapEff', 'CapInh', 'CapBnd', 'CapAmb'].flatMap(words);
  const writable = (fields.get('Writable') ?? []).map(([path = '']) => path);
  return {
    uid: number('Uid'),
    gid: number('Gid'),
    groups: words('Groups').map(Number),
    noNewPrivileges: number('NoNewPrivs') === 1,
    powerless: capabilities.length === 5 && capabilities.every((mask) => /^0+$/.test(mask)),
    writable: [...new Set(writable)].sort(),
  };
}
