import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CastellanOptions } from '../castellan.options';
import { Requirements } from './requirements';

/** What the audit reads besides the handlers. */
@Injectable()
export class AuditContext {
  constructor(
    readonly options: CastellanOptions,
    readonly requirements: Requirements,
    readonly adapters: HttpAdapterHost,
  ) {}
}
