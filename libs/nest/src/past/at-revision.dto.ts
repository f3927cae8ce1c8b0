import { Field } from '../http/field';
import { revisionText } from '../http/rules';

/** The query of one object: as it is, or as it was. */
export class AtRevisionQuery {
  @Field(revisionText, {
    optional: true,
    api: {
      description:
        'A revision as `Castellan-Revision` says it: the object is shown as it was then, also when it has been ' +
        'deleted since. Requires `audit:read`',
    },
  })
  at_revision?: string;
}
