import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request, { type Test } from 'supertest';
import * as ts from 'typescript';
import { createDatabase, dropDatabase, postgresUrl } from '../support/postgres';
import { temporaryFolder } from '../support/temporary-folder';
import { ROOT } from '../packages/packed';
import { refusal } from '../e2e/answers';

const run = promisify(execFile);

/** A kind of application that embeds the libraries: which Nest, and on what it listens. */
interface Kind {
  readonly name: string;
  readonly nest: string;
  /** Versions of the packages that do not follow Nest's own. */
  readonly others: readonly string[];
  /** What the README's line that makes the application becomes. */
  readonly create?: (line: string) => string;
  readonly imports?: string;
}

const KINDS: readonly Kind[] = [
  { name: 'on Express and Nest 12', nest: '12', others: ['@nestjs/platform-express@12'] },
  {
    ...{ name: 'on Fastify and Nest 11', nest: '11', others: ['@nestjs/platform-fastify@11'] },
    imports: "import { FastifyAdapter } from '@nestjs/platform-fastify';\n",
    create: (line) => line.replace('(AppModule)', '(AppModule, new FastifyAdapter())'),
  },
];

const THIRD_PARTIES = ['typeorm', 'pg', 'reflect-metadata', 'rxjs', 'class-validator', 'class-transformer'];

/** The version of a package that the repository itself is tried with. */
const pinned = (name: string): string => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return `${name}@${manifest.version}`;
};

/** The README's embedding example, as a module of the host. */
function exampleFor({ imports = '', create = (line) => line }: Kind): string {
  const readme = readFileSync(join(ROOT, 'libs/nest/README.md'), 'utf8');
  const example = /## Embedding\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const line = /^.*NestFactory\.create\(AppModule\).*$/m.exec(example)?.[0];
  if (line === undefined) throw new Error('The example does not make its application in the expected way');
  return imports + example.replace(line, create(line)).replace('listen(3000)', "listen(Number(process.env['PORT']))");
}

const COMPILED: ts.CompilerOptions = {
  ...{ strict: true, skipLibCheck: true, experimentalDecorators: true, emitDecoratorMetadata: true },
  ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'] },
  ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  ...{ types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
};

/** Makes a host in a folder of its own, with the packed libraries installed from npm's registry like any other package. */
async function install(folder: string, kind: Kind): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'host', private: true, type: 'module' }));
  const tarballs: string[] = [];
  for (const library of ['core', 'nest']) {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await run('npm', args, { cwd: join(ROOT, 'libs', library) });
    tarballs.push(`./${(JSON.parse(stdout) as [{ filename: string }])[0].filename}`);
  }
  const nest = ['common', 'core', 'swagger', 'typeorm'].map((name) => `@nestjs/${name}@${kind.nest}`);
  const packages = [...tarballs, ...nest, ...kind.others, ...THIRD_PARTIES.map(pinned)];
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', ...quiet, ...packages], { cwd: folder });
}

/** Compiles the example against the packages of the folder. */
function compile(folder: string, kind: Kind): void {
  const source = join(folder, 'host.ts');
  writeFileSync(source, `${exampleFor(kind)}\nawait start();\n`);
  const program = ts.createProgram([source], COMPILED);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the host, and waits until it answers. */
async function start(folder: string, env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['host.js'], {
    ...{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    env: { ...env, PATH: process.env['PATH'], PORT: String(port) },
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The host ended:\n${complaint}`);
    const answers = await fetch(url).catch(() => null);
    if (answers !== null) return { child, url };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the README promises: who is unknown, who may not, who may, and who may no more. */
async function tryOut(url: string): Promise<void> {
  const as = (user: string | null, test: Test): Test => (user === null ? test : test.set('x-user', user));
  const show = (user: string | null): Test => as(user, request(url).get('/orgs/acme/invoices/inv-1'));
  const iam = '/v1/orgs/acme/iam';
  await show(null).expect(401);
  expect((await show('mallory').expect(403)).body.details).toEqual(
    refusal('not-a-member', { required_permission: 'invoices:read' }),
  );
  await show('alice').expect(200, { id: 'inv-1' });
  const policy = { name: 'One invoice', permissions: ['invoices:inv-1:read'] };
  const { body: made } = await as('alice', request(url).post(`${iam}/policies`))
    .send(policy)
    .expect(201);
  const role = { name: 'Reader', policy_ids: [made.policy_id] };
  const { body: reader } = await as('alice', request(url).post(`${iam}/roles`))
    .send(role)
    .expect(201);
  const assigned = { user_id: 'bob', role_ids: [reader.role_id] };
  await as('alice', request(url).post(`${iam}/members`))
    .send(assigned)
    .expect(200);
  await show('bob').expect(200);
  await as('bob', request(url).get('/orgs/acme/invoices/inv-2')).expect(403);
  await as('alice', request(url).delete(`${iam}/members/bob`)).expect(204);
  await show('bob').expect(403);
}

const server = postgresUrl();

(server === undefined ? describe.skip : describe)('a fresh host with the packed libraries', () => {
  const name = `castellan_host_${randomBytes(6).toString('hex')}`;
  let url: string;
  beforeEach(async () => {
    url = await createDatabase(server ?? '', name);
  });
  afterEach(() => dropDatabase(server ?? '', name));

  it.each(KINDS.map((kind) => [kind.name, kind] as const))('%s does what the README says', async (_, kind) => {
    const { path: folder, remove } = temporaryFolder();
    try {
      await install(folder, kind);
      compile(folder, kind);
      const host = await start(folder, { DATABASE_URL: url });
      try {
        await tryOut(host.url);
      } finally {
        const ended = once(host.child, 'exit');
        host.child.kill('SIGTERM');
        await ended;
      }
    } finally {
      remove();
    }
  });
});
