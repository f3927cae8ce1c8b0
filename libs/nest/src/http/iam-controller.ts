import { applyDecorators, Controller, UseFilters, UseInterceptors, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ErrorFilter } from '../errors/error.filter';
import { TextIds } from '../access/guard/parameter-forms';
import { AnswerInterceptor } from './answer.interceptor';
import { InputInterceptor } from './input.interceptor';

/** The groups in which OpenAPI lists the routes of administration. */
export type ApiTag =
  | 'Policies'
  | 'Roles'
  | 'Members'
  | 'Schema and resources'
  | 'Checks'
  | 'Changes'
  | 'Audit'
  | 'Organisations'
  | 'Roles API';

/** A controller of administration: its path, its tag, and our own checks and errors, bound here so that a host's stay its own. */
export const IamController = (path: string, tag: ApiTag): ClassDecorator =>
  applyDecorators(
    // A host's versions are of its own routes; the paths of ours are a contract.
    Controller({ path, version: VERSION_NEUTRAL }),
    TextIds(),
    ApiTags(tag),
    ApiBearerAuth('bearer'),
    UseFilters(ErrorFilter),
    UseInterceptors(AnswerInterceptor, InputInterceptor),
  );
