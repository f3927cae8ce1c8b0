import { tokenBesideConnection, tokenBesideMapping } from './directory.races';
import { deletedPolicy, deletedRole, differentFields, equalCreates, stalePut } from './objects.races';
import type { Race } from './race';
import { deletedUnderReader, halfChange } from './reader.races';
import { lastAdmins, oppositeBatches, revokedGranter } from './rights.races';

/** Every race; the lock on the organisation decides the first, the transaction what readers see. */
export const races: readonly Race[] = [
  lastAdmins,
  revokedGranter,
  equalCreates,
  deletedPolicy,
  deletedRole,
  differentFields,
  stalePut,
  oppositeBatches,
  tokenBesideMapping,
  tokenBesideConnection,
  halfChange,
  deletedUnderReader,
];
