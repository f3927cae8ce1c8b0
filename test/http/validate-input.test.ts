import * as fc from 'fast-check';
import { IsEmail, IsOptional } from 'class-validator';
import { Field } from '../../libs/nest/src/http/field';
import { nested } from '../../libs/nest/src/http/to-dto';
import * as rules from '../../libs/nest/src/http/rules';
import { validateInput } from '../../libs/nest/src/http/validate-input';
import { cpuTime } from './cpu-time';
import { jsonValue } from './json-text';

class AssignmentDto {
  @Field(rules.identifier) role_id!: string;
  @Field(rules.nullable(rules.timestamp), { optional: true }) expires_at?: Date | null;
}

class RoleDto {
  @Field(rules.displayName) name!: string;
  @Field(rules.description, { optional: true }) description?: string | null;
  @Field(rules.flag, { optional: true }) is_default: boolean = false;
  @Field(rules.listOf(nested(AssignmentDto), { max: 1000 }), { optional: true }) assignments?: AssignmentDto[];
  @Field(rules.jsonObject, { optional: true }) attributes?: Record<string, unknown>;
}

class PageDto {
  @Field(rules.integer({ min: 1, max: 200 }), { optional: true }) limit: number = 50;
  @Field(rules.text(), { optional: true }) cursor?: string;
}

class NothingDto {}

const issuesOf = (Dto: new () => object, value: unknown, where: 'body' | 'query' | 'path' = 'body') => {
  const result = validateInput(Dto, value, where);
  if ('dto' in result) throw new Error('accepted');
  return result.issues;
};
const dtoOf = <T extends object>(Dto: new () => T, value: unknown, where: 'body' | 'query' | 'path' = 'body') => {
  const result = validateInput(Dto, value, where);
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result.dto;
};
const extra = (key: string, input: unknown) => ({
  type: 'extra_forbidden',
  loc: ['body', key],
  msg: 'Extra inputs are not permitted',
  input,
});

describe('validating a body', () => {
  it('gives an instance with converted values and nothing that was not sent', () => {
    const assignments = [
      { role_id: 'rl-1', expires_at: '2026-01-31T12:00:00Z' },
      { role_id: 'rl-2', expires_at: null },
    ];
    const dto = dtoOf(RoleDto, { name: 'Zoe\u0308', assignments });
    expect(dto).toBeInstanceOf(RoleDto);
    expect(dto.assignments?.[0]).toBeInstanceOf(AssignmentDto);
    expect({ ...dto }).toEqual({
      name: 'Zoë',
      is_default: false,
      assignments: [
        { role_id: 'rl-1', expires_at: new Date('2026-01-31T12:00:00Z') },
        { role_id: 'rl-2', expires_at: null },
      ],
    });
    expect('description' in dto).toBe(false);
  });

  it('keeps a free-form object as it was sent, whatever its keys', () => {
    const attributes = { toString: 'x', then: [1], hasOwnProperty: null, valueOf: { toString: 1 } };
    expect(dtoOf(RoleDto, { name: 'a', attributes }).attributes).toEqual(attributes);
  });

  it('takes an object without a prototype', () => {
    const attributes: object = Object.assign(Object.create(null), { a: 1 });
    const value: unknown = Object.assign(Object.create(null), { name: 'a', attributes });
    expect({ ...dtoOf(RoleDto, value) }).toEqual({ name: 'a', is_default: false, attributes: { a: 1 } });
  });

  it('lists fields as declared, then extras as sent', () => {
    const value = { zeta: 1, is_default: 'yes', alpha: [2], description: 3 };
    expect(issuesOf(RoleDto, value)).toEqual([
      { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: value },
      { type: 'string_type', loc: ['body', 'description'], msg: 'Input should be a valid string', input: 3 },
      { type: 'bool_type', loc: ['body', 'is_default'], msg: 'Input should be a valid boolean', input: 'yes' },
      extra('zeta', 1),
      extra('alpha', [2]),
    ]);
  });

  it('does not take null for an absent field', () => {
    expect(issuesOf(RoleDto, { name: null, is_default: null }).map((issue) => issue.type)).toEqual([
      'string_type',
      'bool_type',
    ]);
  });

  it('points into lists and nested objects', () => {
    const assignments = [{ role_id: 'a' }, 1, {}, { role_id: '', extra: 1 }];
    const issues = issuesOf(RoleDto, { name: 'a', assignments }).map(({ type, loc, input }) => ({ type, loc, input }));
    expect(issues).toEqual([
      { type: 'model_attributes_type', loc: ['body', 'assignments', 1], input: 1 },
      { type: 'missing', loc: ['body', 'assignments', 2, 'role_id'], input: {} },
      { type: 'string_too_short', loc: ['body', 'assignments', 3, 'role_id'], input: '' },
      { type: 'extra_forbidden', loc: ['body', 'assignments', 3, 'extra'], input: 1 },
    ]);
  });

  it.each([null, 1, 'x', true, [[]], undefined])('answers model_attributes_type to %j', (value) => {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    expect(issuesOf(RoleDto, value)).toEqual([
      { type: 'model_attributes_type', loc: ['body'], msg, input: value ?? null },
    ]);
  });

  it.each([
    'toString',
    'then',
    'hasOwnProperty',
    'isPrototypeOf',
    '__defineGetter__',
    '__proto__',
    'constructor',
    'valueOf',
  ])('refuses %s like any other extra', (key) => {
    const value: unknown = JSON.parse(`{"name":"a","${key}":1}`);
    expect(issuesOf(RoleDto, value)).toEqual([extra(key, 1)]);
  });

  it('does not look for a field on the prototype', () => {
    expect(issuesOf(RoleDto, Object.create({ name: 'a' }))).toMatchObject([{ type: 'missing', loc: ['body', 'name'] }]);
  });

  it('takes an empty object for a DTO without fields, and nothing more', () => {
    expect(dtoOf(NothingDto, {})).toBeInstanceOf(NothingDto);
    expect(issuesOf(NothingDto, { a: 1 })).toEqual([extra('a', 1)]);
  });

  it('lists the fields of a base class first', () => {
    class WithReason extends AssignmentDto {
      @Field(rules.text()) reason!: string;
    }
    expect(issuesOf(WithReason, {}).map(({ loc }) => loc[1])).toEqual(['role_id', 'reason']);
  });

  it('reports what other decorators of class-validator find', () => {
    class MailDto {
      @Field(rules.flag) on!: boolean;
      @IsOptional() @IsEmail() mail?: string;
    }
    expect(dtoOf(MailDto, { on: true })).toEqual({ on: true });
    expect(issuesOf(MailDto, { on: true, mail: 'x' })).toMatchObject([
      { type: 'value_error', loc: ['body', 'mail'], msg: 'Value error, mail must be an email', input: 'x' },
    ]);
  });

  it('is quick on 100,000 extras and lists the first thousand mistakes', () => {
    const value = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
    const flood = () => {
      expect(issuesOf(RoleDto, value)).toHaveLength(1_000);
      expect(issuesOf(RoleDto, { name: 'a', attributes: value })).toHaveLength(1);
    };
    expect(cpuTime(flood)).toBeLessThan(2_000);
  });
});

describe('a list of a thousand objects', () => {
  it('is checked and converted without delay', () => {
    const assignments = Array.from({ length: 1000 }, (_, i) => ({ role_id: `rl-${i}`, expires_at: null }));
    const wrong = assignments.map(() => ({ role_id: '' }));
    const both = () => {
      expect(dtoOf(RoleDto, { name: 'a', assignments }).assignments).toHaveLength(1000);
      expect(issuesOf(RoleDto, { name: 'a', assignments: wrong })).toHaveLength(1000);
    };
    expect(cpuTime(both)).toBeLessThan(2_000);
  });
});

describe('validating a query', () => {
  const notInteger = 'Input should be a valid integer, unable to parse string as an integer';
  it('converts what was sent and keeps defaults', () => {
    expect(dtoOf(PageDto, { limit: '20', cursor: 'x' }, 'query')).toEqual({ limit: 20, cursor: 'x' });
    expect(dtoOf(PageDto, Object.create(null), 'query')).toEqual({ limit: 50 });
  });

  it.each([
    [{ limit: ['1', '2'] }, 'limit', 'value_error', 'Value error, given more than once'],
    [{ cursor: ['x', 'x'] }, 'cursor', 'value_error', 'Value error, given more than once'],
    [{ limit: '' }, 'limit', 'int_parsing', notInteger],
    [{ cursor: '' }, 'cursor', 'value_error', 'Value error, must not be empty'],
    [{ limit: '0' }, 'limit', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    [{ page: ['1', '2'] }, 'page', 'extra_forbidden', 'Extra inputs are not permitted'],
  ])('refuses %j', (query, name, type, msg) => {
    const input = Object.values(query)[0];
    expect(issuesOf(PageDto, query, 'query')).toMatchObject([{ type, loc: ['query', name], msg, input }]);
  });
});

describe('validating anything', () => {
  it.each([RoleDto, PageDto, NothingDto])('never throws, and points into its part (%p)', (Dto) => {
    const near = fc.record(
      {
        name: jsonValue,
        is_default: jsonValue,
        attributes: jsonValue,
        limit: jsonValue,
        assignments: fc.oneof(
          jsonValue,
          fc.array(fc.record({ role_id: jsonValue, expires_at: jsonValue }, { requiredKeys: [] })),
        ),
      },
      { requiredKeys: [] },
    );
    const part = fc.constantFrom<'body' | 'query' | 'path'>('body', 'query', 'path');
    fc.assert(
      fc.property(fc.oneof(near, jsonValue, fc.jsonValue(), fc.object()), part, (value, where) => {
        const result = validateInput<object>(Dto, value, where);
        if ('dto' in result) return expect(result.dto).toBeInstanceOf(Dto);
        expect(result.issues).not.toHaveLength(0);
        for (const issue of result.issues) {
          expect(issue.loc[0]).toBe(where);
          expect(issue).toHaveProperty('input');
          const shown = typeof issue.input === 'string' ? issue.input : JSON.stringify(issue.input);
          expect(shown.length).toBeLessThanOrEqual(256);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('survives 100,000 levels in every place', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { a: deep };
    for (const value of [deep, { name: deep }, { name: 'a', attributes: deep }, { name: 'a', assignments: [deep] }])
      expect(issuesOf(RoleDto, value)).not.toHaveLength(0);
  });
});
