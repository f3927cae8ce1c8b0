import { HttpAdapterHost, NestApplication } from '@nestjs/core';

/** A microservice that an application with an HTTP server was connected with. */
export interface ConnectedMicroservice {
  /** The guards that stand before each of its handlers. */
  guards(): readonly unknown[];
}

interface Connections {
  readonly microservices: ConnectedMicroservice[];
  /** Called with each microservice that is connected from now on. */
  onConnected: (() => void) | null;
}

/** What is used of Nest's own classes, which have no public way to it. */
interface HybridApplication {
  readonly container: { getHttpAdapterHostRef(): HttpAdapterHost };
}
interface Connected {
  readonly applicationConfig: { getGlobalGuards(): readonly unknown[] };
}
interface HybridOptions {
  readonly deferInitialization?: boolean;
}
type Connect = (this: HybridApplication, options: object, hybrid?: HybridOptions) => Connected;

const connections = new WeakMap<HttpAdapterHost, Connections>();

function connectionsOf(adapters: HttpAdapterHost): Connections {
  const known = connections.get(adapters) ?? { microservices: [], onConnected: null };
  connections.set(adapters, known);
  return known;
}

/** The microservices of the application with this HTTP server. */
export const microservicesOf = (adapters: HttpAdapterHost): readonly ConnectedMicroservice[] =>
  connectionsOf(adapters).microservices;

/** Has a function called whenever the application is connected with another microservice. */
export function whenConnected(adapters: HttpAdapterHost, listener: () => void): void {
  connectionsOf(adapters).onConnected = listener;
}

// Nest tells nobody whether a microservice has the application's guards, and makes its handlers at once: what is bound later
// does not reach them. So each connection is noted as it is made.
function noteConnections(): void {
  const prototype = NestApplication.prototype as unknown as { connectMicroservice: Connect & { isNoted?: true } };
  const original = prototype.connectMicroservice;
  if (original.isNoted) return;
  const noted: Connect & { isNoted?: true } = function (this, options, hybrid) {
    const microservice = original.call(this, options, hybrid);
    const guards = (): readonly unknown[] => [...microservice.applicationConfig.getGlobalGuards()];
    const atOnce = guards();
    const { microservices, onConnected } = connectionsOf(this.container.getHttpAdapterHostRef());
    microservices.push({ guards: hybrid?.deferInitialization === true ? guards : () => atOnce });
    onConnected?.();
    return microservice;
  };
  noted.isNoted = true;
  prototype.connectMicroservice = noted;
}

noteConnections();
