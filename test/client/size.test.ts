import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

describe('the client in a browser', () => {
  it('takes at most 7 KB, compressed, with everything that it needs', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: "import { createCastellanClient } from '@castellan/client'; console.log(createCastellanClient);",
        resolveDir: join(__dirname, '../..'),
      },
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      write: false,
    });
    const compressed = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
    expect(compressed).toBeGreaterThan(1_000);
    expect(compressed).toBeLessThanOrEqual(7 * 1_024);
  });
});
