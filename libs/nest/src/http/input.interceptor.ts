import { invalid, valueError, type Issue } from '@castellan/core';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { markChecked } from './accepted';
import { bodyIssues, readBody } from './body';
import type { DtoClass } from './check-dto';
import { decodeCursor } from './cursor';
import { cutInput } from './cut-input';
import { takeDryRun, type DryRunQuery } from './dry-run';
import { fieldsOf } from './field';
import { Page } from './page';
import { PATH_OBJECTS, ROUTE_INPUT, type InputRequest, type PathObject, type RouteInput } from './route-input';
import { validateInput } from './validate-input';

class NoQuery {}

const isRead = ({ method }: InputRequest): boolean => method === 'GET' || method === 'HEAD';

const plain = (query: unknown): DryRunQuery => ({
  query: (query ?? {}) as DryRunQuery['query'],
  dryRun: false,
  issues: [],
});

/** After the guard: the objects of the path (404), then the body's form (415, 413), then query and body (422). */
@Injectable()
export class InputInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const handler = context.getHandler();
    const request = context.switchToHttp().getRequest<InputRequest>();
    const objects = this.reflector.get<PathObject[] | undefined>(PATH_OBJECTS, handler) ?? [];
    // A change looks before it takes any lock; a read finds out by itself, unless its query is wrong too.
    if (!isRead(request)) await this.findObjects(objects, request);
    await this.check(this.reflector.get<RouteInput | undefined>(ROUTE_INPUT, handler) ?? {}, request).catch(
      async (error: unknown) => {
        if (isRead(request)) await this.findObjects(objects, request);
        throw error;
      },
    );
    return next.handle();
  }

  private async findObjects(
    objects: readonly PathObject[],
    { params = {}, castellanCaller: caller }: InputRequest,
  ): Promise<void> {
    for (const [finder, ...names] of objects) {
      const ids = names.map((name) => params[name] ?? '');
      await this.modules.get(finder, { strict: false }).assertExists(caller?.organization ?? '', ...ids);
    }
  }

  private async check(input: RouteInput, request: InputRequest): Promise<void> {
    const sent = input.body === undefined ? null : readBody(request, input.bodyLimit);
    const {
      query: asked,
      dryRun,
      issues: dryRunIssues,
    } = isRead(request) || input.asks === true ? plain(request.query) : takeDryRun(request.query);
    const query = await this.read('query', asked, input, request);
    const issues = [...dryRunIssues, ...('issues' in query ? query.issues : [])];
    if (!issues.some(({ loc }) => loc[1] === 'cursor')) issues.push(...readPage(input.list, request));
    if (sent === null) issues.push(...bodyIssues(request));
    else {
      const body = 'issues' in sent ? sent : await this.read('body', sent.value, input, request);
      if ('issues' in body) issues.push(...body.issues);
      else request.body = body.dto;
    }
    if (issues.length > 0 || 'issues' in query) throw invalid(issues);
    if (request.castellanCaller !== undefined) request.castellanCaller.dryRun = dryRun;
    // Express 5 has `query` as a getter.
    Object.defineProperty(request, 'query', { value: query.dto, configurable: true, writable: true });
  }

  private async read(
    part: 'body' | 'query',
    sent: unknown,
    input: RouteInput,
    { params = {}, castellanCaller: caller }: InputRequest,
  ): Promise<{ dto: object } | { issues: Issue[] }> {
    const Dto = input[part] ?? NoQuery;
    const Checker = part === 'body' ? input.check : input.checkQuery;
    const checker = Checker === undefined ? null : this.modules.get(Checker, { strict: false });
    const found = (await checker?.issues(sent, params, caller)) ?? [];
    const read = validateInput(Dto, sent, part);
    if (found.length === 0) {
      if ('dto' in read && checker !== null) markChecked(read.dto, checker);
      return read;
    }
    return { issues: inOrder(Dto, [...('issues' in read ? read.issues : []), ...found]) };
  }
}

/** Issues of the path first, then those of a class's fields in the order of their declaration, then extras. */
function inOrder(Dto: DtoClass, issues: readonly Issue[]): Issue[] {
  const names = fieldsOf(Dto).map(({ name }) => name);
  const rank = ({ loc: [part, name] }: Issue): number => {
    if (part === 'path' || name === undefined) return -1;
    const at = names.indexOf(String(name));
    return at < 0 ? names.length : at;
  };
  const index = ({ loc: [, , at] }: Issue): number => (typeof at === 'number' ? at : 0);
  return issues.toSorted((a, b) => rank(a) - rank(b) || index(a) - index(b));
}

function readPage(list: RouteInput['list'], request: InputRequest): Issue[] {
  if (list === undefined) return [];
  const query = request.query as Readonly<Record<string, unknown>>;
  const { limit, cursor } = query;
  const orgId = request.castellanCaller?.organization ?? '';
  const name = typeof list === 'string' ? list : list(query, request.params ?? {});
  const after = typeof cursor === 'string' && cursor !== '' ? decodeCursor(orgId, name, cursor) : '';
  if (after === null) return [valueError(['query', 'cursor'], 'not a cursor of this list', cutInput(cursor))];
  request.castellanPage = new Page(orgId, name, limit === undefined ? undefined : Number(limit), after);
  return [];
}
