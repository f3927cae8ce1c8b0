import { startTestServer, type TestServer } from './server';

/** A service that logs, and everything that it has written so far. */
export interface LoggedServer {
  readonly server: TestServer;
  written(): string;
  close(): Promise<void>;
}

/** Starts a service whose log lines are kept and not printed. */
export async function startLoggedServer(): Promise<LoggedServer> {
  let written = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  const server = await startTestServer({ config: { logLevel: 'info' } });
  return {
    server,
    written: () => written,
    async close() {
      await server.close();
      stdout.mockRestore();
    },
  };
}
