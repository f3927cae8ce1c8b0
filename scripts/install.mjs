// Installs every package that is missing, for the npm scripts that call a tool of the checkout by its name.
import { prepare } from './prepare.mjs';

prepare({ needs: 'all', builds: false });
