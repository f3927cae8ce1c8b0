import { DataSource } from 'typeorm';
import {
  openEmbedded,
  type EmbeddedDatabase,
  type OpenEmbeddedOptions,
} from '../../apps/server/src/embedded/open-embedded';
import { emptyTemplate } from './empty-template';

/** Opens the embedded database (from the empty template) with a TypeORM DataSource over it; `close` ends both. */
export async function embeddedSource(
  dataDir: string,
  options: OpenEmbeddedOptions = {},
): Promise<{ database: EmbeddedDatabase; source: DataSource; close: () => Promise<void> }> {
  const database = await openEmbedded(dataDir, { template: await emptyTemplate(), ...options });
  const source = await new DataSource({ type: 'postgres', driver: database.driver, entities: [] }).initialize();
  const close = async (): Promise<void> => {
    if (source.isInitialized) await source.destroy();
    await database.close();
  };
  return { database, source, close };
}
