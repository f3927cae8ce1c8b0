/** What OpenAPI says of `managed_by` in answers. */
export const MANAGED_BY = 'The source that keeps the object as a file; null when nobody does. It restricts nobody';
