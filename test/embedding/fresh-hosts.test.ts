import { gateway, graphql, http, tcp } from '../hosts/callers';
import { describeHost, UNDECLARED, UNGUARDED, withPackedLibraries, type Host } from '../hosts/describe-hosts';

/** Those that every run starts; `npm run hosts` starts the rest. */
const GATE: readonly Host[] = [
  {
    name: 'nest11-express',
    asked: { HTTP: http, GraphQL: graphql, 'a gateway': gateway },
    broken: {
      silent: [
        `GET /silent (SilentController.show) ${UNDECLARED}`,
        `Query silent (SilentResolver.silent) ${UNDECLARED}`,
        `Message silent (SilentGateway.silent) ${UNDECLARED}`,
      ],
      unguarded: [`Message unguarded (UnguardedGateway.unguarded) ${UNGUARDED}`],
    },
  },
  {
    name: 'nest11-fastify',
    asked: { HTTP: http, TCP: tcp },
    lends: true,
    broken: {
      silent: [
        `GET /silent (SilentController.show) ${UNDECLARED}`,
        `Pattern happened (SilentController.happened) ${UNDECLARED}`,
      ],
      unguarded: [`Pattern read (InvoicesController.read) ${UNGUARDED}`],
    },
  },
  {
    name: 'nest12-esm',
    asked: { HTTP: http },
    broken: { silent: [`GET /silent (SilentController.show) ${UNDECLARED}`] },
  },
];

withPackedLibraries((server, tarballs) => GATE.forEach((host) => describeHost(host, server, tarballs)));
