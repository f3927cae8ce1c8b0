import { dirname } from 'node:path';

/** The folder of the checkout. */
export const checkout = dirname(dirname(__dirname));
