import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../castellan.options';
import { lostDeclarations } from './lost-declarations';
import { ORGANIZATION_PARAMS } from '../guarded-call';
import { ConflictingDeclarations, declaresAnything, ownDeclarations, requirementOf } from './declarations';
import { GuardBinding, FieldGuards } from './guard-binding';
import { isFieldResolver } from './handler-kinds';
import { nameOf, type Handler, type HandlerClass } from './handlers';
import { formProblem, organizationProblem } from './parameter-forms';
import type { AskedOn, PermissionRule, Requirement } from './requirement';
import { ScopeLoaders } from './scope-loaders';
import { isRechecked } from './stream-recheck';

const DECORATORS = '@RequirePermission, @Authenticated, @PlatformAdmins, @Public';

/** The line that puts the guard before a handler. */
const LINES: Readonly<Record<Handler['transport'], string>> = {
  http: 'bind it: { provide: APP_GUARD, useExisting: CastellanGuard }, or @UseGuards(CastellanGuard)',
  graphql:
    "bind it: { provide: APP_GUARD, useExisting: CastellanGuard }; fields need fieldResolverEnhancers: ['guards'] in GraphQLModule",
  ws: 'global guards do not reach gateways: @UseGuards(CastellanGuard) on the gateway',
  rpc: '@UseGuards(CastellanGuard) on the controller, or app.connectMicroservice(options, { inheritAppConfig: true })',
};

/** Says what is wrong with the handlers of an application, each with the line to add. */
@Injectable()
export class HandlerProblems {
  constructor(
    private readonly options: CastellanOptions,
    private readonly binding: GuardBinding,
    private readonly loaders: ScopeLoaders,
    private readonly fields: FieldGuards,
  ) {}

  findProblems(classes: readonly HandlerClass[]): string[] {
    return [
      ...this.unknownThirdParties(classes.flatMap((one) => one.handlers)),
      ...this.ofHandlers(classes, () => true),
    ];
  }

  /** What is wrong with the handlers that answer messages of microservices. */
  findProblemsOfMessages(classes: readonly HandlerClass[]): string[] {
    return this.ofHandlers(classes, ({ transport }) => transport === 'rpc');
  }

  private ofHandlers(classes: readonly HandlerClass[], isAsked: (handler: Handler) => boolean): string[] {
    const asked = classes.filter(({ handlers }) => handlers.length === 0 || handlers.some(isAsked));
    const handlers = asked.flatMap((one) => one.handlers.filter(isAsked));
    return [
      ...asked.flatMap((one) => [...unknownInstances(one), ...lostDeclarations(one)]),
      ...handlers.flatMap((handler) => this.ofHandler(handler).map((problem) => `${nameOf(handler)} ${problem}`)),
    ];
  }

  private unknownThirdParties(handlers: readonly Handler[]): string[] {
    const known = new Set(handlers.map(textOf));
    return this.options.thirdPartyRoutes
      .filter((text) => !known.has(text))
      .map((text) => `${text} is one of thirdPartyRoutes, and there is no such route`);
  }

  private ofHandler(handler: Handler): string[] {
    const twice = [handler.handler, handler.controller].find((target) => ownDeclarations(target).length > 1);
    if (twice !== undefined) {
      const texts = ownDeclarations(twice).map(({ text }) => text);
      return [`has ${texts.join(' and ')} on one target: declare one, and several permissions by { allOf: [...] }`];
    }
    try {
      const requirement = requirementOf(handler.handler, handler.controller);
      if (requirement === null) return this.undeclared(handler);
      return [...this.ofRequirement(requirement, handler), ...this.unguarded(handler), ...unrechecked(handler)];
    } catch (error) {
      if (!(error instanceof ConflictingDeclarations)) throw error;
      return [`${error.message}: say { despiteClass: true } if that is meant`];
    }
  }

  private undeclared(handler: Handler): string[] {
    // It is called below a query or mutation only; other packages' and adopted ones are said to be so.
    if (isFieldResolver(handler.handler, handler.controller) || this.options.adopting !== null) return [];
    const isOthers = this.options.thirdPartyRoutes.includes(textOf(handler));
    if (this.options.undeclaredRoutes === 'refuse' && !isOthers) return [`declares none of ${DECORATORS}`];
    // What is said to be refused must have somebody before it who refuses.
    return this.unguarded(handler);
  }

  private unguarded(handler: Handler): string[] {
    // Nest guards references to entities as it guards fields.
    const isField = handler.verb === 'Reference' || isFieldResolver(handler.handler, handler.controller);
    if (this.binding.isBefore(handler) && (!isField || this.fields.areGuarded)) return [];
    return [`has no guard before it: ${LINES[handler.transport]}`];
  }

  private ofRequirement(requirement: Requirement, given: Handler): string[] {
    const handler = { ...given, path: given.path === null ? null : `/${this.binding.globalPrefix}${given.path}` };
    const twice = asksOrganization(requirement) ? [...namedTwice(handler), ...this.organizationChanged(handler)] : [];
    if (requirement.kind === 'authenticated' && requirement.organization !== 'none')
      return [...twice, ...this.strangers(handler)];
    if (requirement.kind !== 'permission') return twice;
    const shadow = requirement.shadow === true && this.options.adopting === null;
    return [
      ...twice,
      ...(shadow ? ['is in shadow, which needs the option `adopting: { until }`'] : []),
      ...requirement.rules.flatMap((rule) => [...this.unknown(rule), ...this.unreadable(rule, handler)]),
    ];
  }

  private organizationChanged(handler: Handler): string[] {
    const problem = this.options.organizationAs === null ? organizationProblem(handler) : null;
    return problem === null ? [] : [problem];
  }

  // Anybody who is signed in would be let in to what looks like a tenant's.
  private strangers({ path }: Handler): string[] {
    const params = paramsIn(path);
    if (params.size === 0 || !this.options.isDefault('organizationFrom')) return [];
    if (ORGANIZATION_PARAMS.some((param) => params.has(param))) return [];
    return [
      "is for everybody who is signed in, on a path without an organisation: say { organization: 'none' } if that is meant",
    ];
  }

  private unknown({ names, on }: PermissionRule): string[] {
    const { schema } = this.options;
    const unknown = names.filter((name) => !schema.knows(name));
    return [
      ...unknown.map(({ type, action }) => `requires "${type}:${action}", which the schema does not have`),
      ...names
        .filter((name) => on.kind === 'container' && schema.knows(name) && !schema.canContain(on.type, name.type))
        .map(({ type }) => `asks in "${(on as { type: string }).type}", which contain no ${type}`),
    ];
  }

  private unreadable({ on }: PermissionRule, { path, handler, controller, transport }: Handler): string[] {
    if (on.kind === 'loaded')
      return this.loaders.isProvided(on.loader) ? [] : [`asks ${on.loader.name}, which is not a provider`];
    if (on.kind !== 'resource' && on.kind !== 'container') return [];
    const problem = formProblem(on, handler, controller);
    return [...(problem === null ? [] : [problem]), ...notIn(on, path, transport)];
  }
}

// What a trap makes at a request may be of another class, whose methods no guard stands before.
const unknownInstances = ({ type, isUnknown, handlers }: HandlerClass): string[] =>
  isUnknown &&
  handlers.some(({ handler, controller }) => ownDeclarations(handler).length > 0 || declaresAnything(controller))
    ? [`${type.name} is a Proxy and request-scoped: make it a class, or let it have the default scope`]
    : [];

const asksOrganization = (requirement: Requirement): boolean =>
  requirement.kind === 'authenticated' ? requirement.organization !== 'none' : requirement.kind !== 'public';

const namedTwice = ({ path }: Handler): string[] =>
  ORGANIZATION_PARAMS.every((param) => paramsIn(path).has(param))
    ? [`names its organisation twice, as ${ORGANIZATION_PARAMS.join(' and ')}: give one of them another name`]
    : [];

// A right that is lost must end the stream.
const unrechecked = ({ isStream, handler }: Handler): string[] =>
  isStream && !isRechecked(handler)
    ? ['answers with events, and was made too late to be asked about again: provide its class, not a factory']
    : [];

/** The parts of a call that each transport has. */
const PARTS: Readonly<Record<Handler['transport'], readonly string[]>> = {
  http: ['param', 'query', 'body'],
  graphql: ['arg'],
  ws: ['payload'],
  rpc: ['payload'],
};

function notIn(
  on: AskedOn & { kind: 'resource' | 'container' },
  path: string | null,
  transport: Handler['transport'],
): string[] {
  if (!PARTS[transport].includes(on.part))
    return [`asks about { ${on.part}: '${on.field}' }, and has { ${PARTS[transport].join(' }, { ')} }`];
  if (path === null) return [];
  const typeParam = on.kind === 'resource' ? on.typeParam : undefined;
  const params = [...(on.part === 'param' ? [on.field] : []), ...(typeParam === undefined ? [] : [typeParam])];
  const inPath = paramsIn(path);
  const rest = new Set([...path.matchAll(/\*(\w+)/g)].map(([, name]) => name));
  return params.flatMap((param) => {
    if (rest.has(param)) return [`asks about "${param}", which takes the rest of the path: that is not one id`];
    return inPath.has(param) ? [] : [`asks about "${param}", which its path does not have`];
  });
}

/** The parameters of a path that hold one part of it each. */
const paramsIn = (path: string | null): Set<string> => new Set(path?.match(/(?<=:)\w+/g));

const textOf = ({ verb, path, name }: Handler): string => `${verb} ${path ?? name ?? ''}`;
