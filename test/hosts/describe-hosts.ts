import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase, postgresUrl } from '../support/postgres';
import { temporaryFolder } from '../support/temporary-folder';
import { ANSWERS, answersTo, madeTogether, type Ask } from './callers';
import { installHost, listedRoutes, packLibraries } from './installed-host';
import { refusedStart, startHost, type StartedHost } from './started-host';

/** A host of `test/hosts`: on what it is asked, and what it says when it is broken in some way. */
export interface Host {
  readonly name: string;
  readonly asked: Readonly<Record<string, Ask>>;
  /** It has a transaction of its own library's, with a change of ours in it. */
  readonly lends?: true;
  readonly broken: { readonly silent: readonly string[]; readonly unguarded?: readonly string[] };
}

/** What is said of a handler that declares nothing. */
export const UNDECLARED = 'declares none of @RequirePermission';
/** What is said of a handler that the guard is not before. */
export const UNGUARDED = 'has no guard before it';

/** A folder of a suite, made when it begins and removed when it ends. */
export function folderOfSuite(): () => string {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterAll(() => folder.remove());
  return () => folder.path;
}

/** A new database of a suite. */
export function databaseOfSuite(server: string): () => string {
  const name = `castellan_host_${randomBytes(6).toString('hex')}`;
  let url: string;
  beforeAll(async () => {
    url = await createDatabase(server, name);
  });
  afterAll(() => dropDatabase(server, name));
  return () => url;
}

/** Suites with the packed libraries, on PostgreSQL: `suites` is given its address and the tarballs. */
export function withPackedLibraries(suites: (server: string, tarballs: () => readonly string[]) => void): void {
  const server = postgresUrl();
  (server === undefined ? describe.skip : describe)('a fresh host with the packed libraries', () => {
    const folder = folderOfSuite();
    let tarballs: readonly string[];
    beforeAll(async () => {
      tarballs = await packLibraries(folder());
    });
    suites(server ?? '', () => tarballs);
  });
}

/** Installs, starts and asks one host. */
export function describeHost(
  { name, asked, broken, lends }: Host,
  server: string,
  tarballs: () => readonly string[],
): void {
  describe(name, () => {
    let host: StartedHost | undefined;
    // Before its folder and its database are removed.
    afterAll(() => host?.close());
    const folder = folderOfSuite();
    const database = databaseOfSuite(server);
    beforeAll(async () => {
      await installHost(name, folder(), tarballs());
      host = await startHost(folder(), database());
    });

    it.each(Object.entries(asked))('answers every caller as it must over %s', async (transport, ask) => {
      expect(await answersTo(host as StartedHost, ask, transport.replaceAll(' ', '-'))).toEqual(ANSWERS);
    });

    if (lends === true) {
      it('commits a change of ours with its own library’s transaction, and rolls it back with it', async () => {
        expect(await madeTogether(host as StartedHost, false)).toEqual({ status: 201, reads: 'allowed' });
        expect(await madeTogether(host as StartedHost, true)).toEqual({ status: 409, reads: 'not-a-member' });
      });
    }

    it('has a command that lists its handlers, without a database', async () => {
      const silent = await listedRoutes(folder(), { BROKEN: 'silent' });
      const open = silent.routes.filter(({ state }) => state === 'open');
      expect([silent.code, open.length]).toEqual([1, broken.silent.length]);
      expect(silent.routes).toContainEqual(expect.objectContaining({ state: 'declared', requires: 'invoices:read' }));
      expect(await listedRoutes(folder(), {})).toMatchObject({ code: 0 });
    });

    it('does not start with handlers that declare nothing, or that the guard is not before', async () => {
      const starts = Object.entries(broken).map(async ([how, messages]) => {
        const text = await refusedStart(folder(), database(), how);
        return messages.flatMap((message) => (text.includes(message) ? [] : [`${message} is not in\n${text}`]));
      });
      expect((await Promise.all(starts)).flat()).toEqual([]);
    });
  });
}
