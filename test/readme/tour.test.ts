import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startService, type Service } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const START = 'http://127.0.0.1:3000';

interface Step {
  readonly commands: string;
  /** The answer that is shown, `…` standing for anything. */
  readonly shown: string | null;
}

/** The fenced blocks of the tour, each with the answer that follows it. */
function tour(): Step[] {
  const section = README.split('## Try it')[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/```(sh|json)\n([\s\S]*?)```/g)];
  return blocks.flatMap(([, kind, text = ''], at) => {
    if (kind !== 'sh') return [];
    const next = blocks[at + 1];
    return [{ commands: text, shown: next?.[1] === 'json' ? (next[2] ?? '').trim() : null }];
  });
}

const pattern = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

describe('the README', () => {
  let folder: string;
  let service: Service;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'castellan-readme-'));
    service = await startService({ DATA_DIR: folder });
  });
  afterAll(async () => {
    service.child.kill('SIGTERM');
    await service.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('has at most 120 lines', () => {
    expect(README.split('\n').length - 1).toBeLessThanOrEqual(120);
  });

  it('has a first screen with three doors, one command, and a word on how mature it is', () => {
    const screen = README.split('\n## ')[0] ?? '';
    expect(screen).toMatch(/\[Try it\]\(#try-it\).*\[Add it to my Nest app\].*\[How it works\]/);
    expect(screen).toContain('```sh\nnpm start\n```');
    expect(screen).toContain('nobody runs it in production yet');
  });

  it('has a tour whose calls, pasted as they stand, give the answers that it shows', async () => {
    const steps = tour();
    expect(steps.filter(({ shown }) => shown !== null)).toHaveLength(4);
    const script = steps.map(({ commands }) => `${commands}\nprintf '\\n---\\n'`).join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-euc', script.replaceAll(START, service.url)], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: folder },
    });
    const answers = stdout.split('\n---\n').map((answer) => answer.trim());
    for (const [at, { shown }] of steps.entries()) {
      if (shown !== null) expect(answers[at]).toMatch(pattern(shown));
    }
  });

  it('names every variable that the service reads, and no other', () => {
    const named = [...(README.split('## In production')[1] ?? '').matchAll(/`([A-Z][A-Z_]+)`/g)].map(
      ([, name]) => name,
    );
    const source = ['config.ts', 'config/environment.ts', 'config/parsers.ts']
      .map((file) => readFileSync(join(ROOT, 'apps/server/src', file), 'utf8'))
      .join('\n');
    const read = [...source.matchAll(/'([A-Z]{2,}[A-Z_]*)'/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual([...new Set(read)].sort());
  });
});
