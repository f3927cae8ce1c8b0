import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SwaggerModule } from '@nestjs/swagger';
import { startTestServer } from '../support/server';

describe('a service at rest', () => {
  it('has not loaded PGlite before it opens an embedded database', () => {
    const server = join(__dirname, '../../apps/server/dist/server.js');
    const program = `
      require(${JSON.stringify(server)});
      console.log(Object.keys(require.cache).filter((file) => /electric-sql.pglite/.test(file)).join());`;
    expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim()).toBe('');
  });

  it('makes its OpenAPI document when it is first asked for, and once', async () => {
    const makes = jest.spyOn(SwaggerModule, 'createDocument');
    const { url, close } = await startTestServer();
    try {
      expect(makes).not.toHaveBeenCalled();
      for (const path of ['/openapi.json', '/docs/swagger-ui-init.js', '/openapi.yaml'])
        expect((await fetch(url + path)).status).toBe(200);
      expect(makes).toHaveBeenCalledTimes(1);
    } finally {
      makes.mockRestore();
      await close();
    }
  });
});
