import { ErrorFilter } from '@castellan/nest/admin';
import { Catch } from '@nestjs/common';

/** Everything that is thrown in the service, Nest's own exceptions too, has the one form of its errors. */
@Catch()
export class ServiceErrorFilter extends ErrorFilter {}
