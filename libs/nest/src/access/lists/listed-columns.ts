import { parsePermissionName, type PermissionSchema, type Scopes } from '@castellan/core';

/** What a member may do, as far as a list needs it. */
export interface ListedAccess {
  readonly schema: PermissionSchema;
  scopes(permission: string): Scopes;
}

/** How a column stores an id: this decides how ids are compared, and so which index the database can use. */
export type StoredAs = 'text' | 'uuid' | 'integer';

/**
 * The properties of an entity that say which resource a row is (`id`), and what contains it: the property with its container's id, or
 * one property for each type where containers are nested. A path follows relations to one (`project.workspaceId`). Without
 * `container`, what contains a row is unknown. `as` says how ids are stored: one type for all of these properties, or one for each.
 */
export interface AccessColumns {
  readonly id: string;
  readonly container?: string | Readonly<Record<string, string>>;
  readonly as?: StoredAs | Readonly<Record<string, StoredAs>>;
}

/** One property, with the resource type whose ids it holds; `as` is null when the host did not say how they are stored. */
export interface ListedColumn {
  readonly type: string;
  readonly property: string;
  readonly as: StoredAs | null;
}

/** The row's own id, and the ids of its containers; `containers` is null when they are unknown. */
export interface ListedColumns<Column extends ListedColumn = ListedColumn> {
  readonly own: Column;
  readonly containers: readonly Column[] | null;
}

/** All of the columns, those of containers first. */
export const allOf = <Column extends ListedColumn>({ own, containers }: ListedColumns<Column>): readonly Column[] => [
  ...(containers ?? []),
  own,
];

/**
 * Reads which columns a permission is listed by.
 * @throws Error for a permission that the schema does not have, and for columns that do not fit its type
 */
export function listedColumns(
  schema: PermissionSchema,
  permission: string,
  given: string | AccessColumns,
): ListedColumns {
  const name = parsePermissionName(permission);
  const refuse: Refuse = (reason) => {
    throw new Error(`Cannot list by "${permission}": ${reason}`);
  };
  if (name === null || !schema.knows(name)) return refuse('there is no such permission');
  const { id, container, as } = typeof given === 'string' ? { id: given } : given;
  const types = typesAround(schema, name.type);
  const properties = containerProperties(types, container, name.type, refuse);
  const named = [id, ...(properties ?? [])];
  const storedAs = readStoredAs(as, named, refuse);
  const column = (type: string, property: unknown): ListedColumn =>
    isProperty(property)
      ? { type, property, as: storedAs(property) }
      : refuse(`${JSON.stringify(property)} is not a property of an entity`);
  const own = column(name.type, id);
  const containers = properties?.map((property, at) => column(types[at] as string, property)) ?? null;
  if (new Set(named).size < named.length) return refuse('a property is named twice');
  return { own, containers };
}

type Refuse = (reason: string) => never;

function typesAround(schema: PermissionSchema, type: string): string[] {
  const types: string[] = [];
  for (let next = schema.containerOf(type); next !== null; next = schema.containerOf(next)) types.push(next);
  return types;
}

function containerProperties(
  types: readonly string[],
  given: AccessColumns['container'],
  type: string,
  refuse: Refuse,
): readonly string[] | null {
  if (given === undefined) return types.length === 0 ? [] : null;
  const named = typeof given === 'string' ? { [types[0] ?? '']: given } : given;
  const fits = types.length === Object.keys(named).length && types.every((one) => Object.hasOwn(named, one));
  if (!fits) return refuse(`what contains ${type} is ${types.join(' and ') || 'only the organisation'}`);
  return types.map((one) => named[one] as string);
}

const STORED_AS: readonly unknown[] = ['text', 'uuid', 'integer'];

function readStoredAs(
  as: AccessColumns['as'],
  named: readonly string[],
  refuse: Refuse,
): (property: string) => StoredAs | null {
  if (as === undefined) return () => null;
  const byProperty = typeof as === 'string' ? Object.fromEntries(named.map((one) => [one, as])) : as;
  for (const [property, type] of Object.entries(byProperty)) {
    if (!named.includes(property)) refuse(`\`as\` names ${property}, which is neither id nor container`);
    if (!STORED_AS.includes(type)) refuse(`\`as\` must be 'text', 'uuid' or 'integer', for ${property}`);
  }
  return (property) => (Object.hasOwn(byProperty, property) ? (byProperty[property] as StoredAs) : null);
}

const isProperty = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(value) &&
  !value.split('.').includes('__proto__');
