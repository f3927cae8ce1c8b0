import { accessSync, constants, mkdirSync, statSync } from 'node:fs';

const REASONS: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'the disk is full',
};

/** Makes the data folder and its parents when absent, for this user alone (0700), and throws one sentence when it is of no use. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableFolder(folder, error);
  }
}

/** Says in one sentence why a data folder is of no use, from an error of the file system. */
export function unusableFolder(folder: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ''] ?? message;
  return new Error(
    `The data folder ${folder} cannot be used: ${reason}. Set DATA_DIR to a folder that can be written.`,
    {
      cause: error,
    },
  );
}
