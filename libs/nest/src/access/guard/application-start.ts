import { HttpAdapterHost, NestApplication } from '@nestjs/core';

/** A microservice that an application with an HTTP server was connected with. */
export interface ConnectedMicroservice {
  /** The guards that stand before each of its handlers. */
  guards(): readonly unknown[];
}

/** Told of what an application is about to do; it prevents that by throwing. */
export interface StartListener {
  /** A microservice has been connected. */
  connected(): void;
  /** A microservice will answer messages; the application itself may not be initialised yet, and may never be. */
  beforeMessages(): void;
  /** The application will be initialised: its gateways open ports of their own before any hook of a module is called. */
  beforeInit(): void;
}

interface Start {
  readonly microservices: ConnectedMicroservice[];
  listener: StartListener | null;
}

/** What is used of Nest's own classes, which have no public way to it. */
interface Application {
  readonly container: { getHttpAdapterHostRef(): HttpAdapterHost };
}
interface Microservice {
  readonly applicationConfig: { getGlobalGuards(): readonly unknown[] };
  listen(): Promise<unknown>;
  registerListeners(): void;
}
interface Prototype {
  connectMicroservice: (this: Application, options: object, hybrid?: object) => Microservice;
  init: (this: Application) => Promise<Application>;
}

const starts = new WeakMap<HttpAdapterHost, Start>();

function startOf(adapters: HttpAdapterHost): Start {
  const known = starts.get(adapters) ?? { microservices: [], listener: null };
  starts.set(adapters, known);
  return known;
}

/** The microservices of the application with this HTTP server. */
export const microservicesOf = (adapters: HttpAdapterHost): readonly ConnectedMicroservice[] =>
  startOf(adapters).microservices;

/** Has a listener told of the steps of an application's start. */
export function onStart(adapters: HttpAdapterHost, listener: StartListener): void {
  startOf(adapters).listener = listener;
}

// Nest tells nobody whether a microservice has the application's guards, and makes its handlers at once: what is bound later
// does not reach them. It answers messages, and opens the ports of gateways, before the hooks of modules. So each step is noted.
function noteStarts(prototype: Prototype & { isNoted?: true }): void {
  if (prototype.isNoted) return;
  prototype.isNoted = true;
  const { connectMicroservice, init } = prototype;
  prototype.connectMicroservice = function (this, options, hybrid) {
    const microservice = connectMicroservice.call(this, options, hybrid);
    const guards = (): readonly unknown[] => [...microservice.applicationConfig.getGlobalGuards()];
    // Unless its initialisation is deferred, its handlers are made by now.
    let made =
      (hybrid as { deferInitialization?: boolean } | undefined)?.deferInitialization === true ? null : guards();
    const registerListeners = microservice.registerListeners.bind(microservice);
    microservice.registerListeners = () => {
      made = guards();
      registerListeners();
    };
    const start = startOf(this.container.getHttpAdapterHostRef());
    start.microservices.push({ guards: () => made ?? guards() });
    const listen = microservice.listen.bind(microservice);
    microservice.listen = async () => {
      start.listener?.beforeMessages();
      return listen();
    };
    start.listener?.connected();
    return microservice;
  };
  prototype.init = async function (this) {
    startOf(this.container.getHttpAdapterHostRef()).listener?.beforeInit();
    return init.call(this);
  };
}

noteStarts(NestApplication.prototype as unknown as Prototype);
