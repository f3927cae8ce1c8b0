import type { TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { changed, conflict } from './answers';

/** A kind of object that has a name, and how one is made. */
export interface NamedKind {
  readonly list: 'policies' | 'roles';
  readonly noun: string;
  readonly id: 'policy_id' | 'role_id';
  readonly builtin: string;
  readonly body: object;
}

const SAME = [
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ﬁle ﬂow', 'FILE FLOW'],
  ['Ｆｕｌｌ　Width', 'full width'],
  ['Café', 'CAFE\u0301'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
  ['\u212Aelvin', 'kelvin'],
  ['① ½', '1 1⁄2'],
  ['a b', ' A   b '],
];
const DIFFERENT = [
  ['Cafe', 'Café'],
  ['a b', 'ab'],
  ['0', 'O'],
];
const ASTRAL = '\u{1F600}';
const REFUSED: Array<[string, string, object]> = [
  ['', 'string_too_short', { min_length: 1 }],
  ['x'.repeat(129), 'string_too_long', { max_length: 128 }],
  [ASTRAL.repeat(129), 'string_too_long', { max_length: 128 }],
  ['e\u0301'.repeat(129), 'string_too_long', { max_length: 128 }],
  ['   ', 'value_error', { reason: 'must not be blank' }],
  ['\u3000\u2800', 'value_error', { reason: 'must not be blank' }],
  ...['\t', '\u0085', '\u200B', '\u00AD', '\u202E', '\uFEFF', '\u2028', '\u2029', '\u{E0041}'].map(
    (c): [string, string, object] => [
      ...([`a${c}b`, 'value_error', { reason: 'must not hold control or invisible characters' }] as const),
    ],
  ),
];

/** The tests of names and descriptions, for one kind of object. */
export function describeNames(kind: NamedKind, server: () => TestServer): void {
  const at = (team: Team, id = ''): string => `${team.path}/${kind.list}${id === '' ? '' : `/${id}`}`;
  const post = (team: Team, values: object): any => team.alice.post(at(team), { ...kind.body, ...values });
  const make = async (team: Team, name: string): Promise<any> => (await post(team, { name }).expect(201)).body;

  describe(`the name of one of the ${kind.list}`, () => {
    const taken = (id: string): object =>
      conflict(`Another ${kind.noun} has this name`, { reason: 'name_taken', existing_id: id });

    it.each(SAME)('“%s” is taken when it comes as “%s”, by a new one and by another', async (name, spelling) => {
      const team = await givenTeam(server());
      const [one, two] = [await make(team, name), await make(team, 'Other')];
      const revision = await team.revision();
      expect((await post(team, { name: spelling }).expect(409)).body).toEqual(taken(one[kind.id]));
      const renamed = await team.alice.put(at(team, two[kind.id]), { name: spelling }).expect(409);
      expect(renamed.body).toEqual(taken(one[kind.id]));
      expect(await team.revision()).toBe(revision);
      const { body } = await team.alice.put(at(team, one[kind.id]), { name: spelling }).expect(200);
      expect(body.name).toBe(spelling.trim().normalize('NFC'));
    });

    it.each(DIFFERENT)('“%s” is another than “%s”', async (name, other) => {
      const team = await givenTeam(server());
      expect((await make(team, name)).name).toBe(name);
      expect((await make(team, other)).name).toBe(other);
    });

    it('is not that of a built-in, and is free again where it was given up', async () => {
      const team = await givenTeam(server());
      expect((await post(team, { name: 'ADMIN' }).expect(409)).body).toEqual(taken(kind.builtin));
      const { [kind.id]: id } = await make(team, 'One');
      await team.alice.put(at(team, id), { name: 'Two' }).expect(200);
      await make(team, 'One');
      expect(await make(await givenTeam(server()), 'One')).toMatchObject({ name: 'One' });
    });

    it('has at most 128 code points, and is stored in NFC without the spaces around it', async () => {
      const team = await givenTeam(server());
      for (const name of [ASTRAL.repeat(128), 'x'.repeat(128), 'e\u0301'.repeat(128), ' a ', 'a\u00A0b']) {
        expect((await make(team, name)).name).toBe(name.trim().normalize('NFC'));
      }
    });

    it.each(REFUSED)('is not %j', async (name, type, ctx) => {
      const team = await givenTeam(server());
      const { [kind.id]: id } = await make(team, 'One');
      const { body } = await post(team, { name }).expect(422);
      const input = name.length > 256 ? expect.any(String) : name;
      expect(body.detail).toEqual([{ type, loc: ['body', 'name'], msg: expect.any(String), input, ctx }]);
      expect((await team.alice.put(at(team, id), { name }).expect(422)).body).toEqual(body);
    });

    it.each([null, 1, true, [], {}])('is not %j', async (name) => {
      const { body } = await post(await givenTeam(server()), { name }).expect(422);
      expect(body.detail).toEqual([
        { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: name },
      ]);
    });
  });

  describe(`the description of one of the ${kind.list}`, () => {
    it('has at most 1,024 code points, may be empty, and keeps lines and tabs', async () => {
      const team = await givenTeam(server());
      let number = 0;
      for (const description of ['', ' ', 'a\n\tb', ASTRAL.repeat(1024), null]) {
        const { body } = await post(team, { name: `Name ${number++}`, description }).expect(201);
        expect(body.description).toBe(description);
      }
    });

    it.each([ASTRAL.repeat(1025), 'a\rb', 'a\u200Bb', 'a\u2028b', 'a\u0085b', 5, []])(
      'is not %j',
      async (description) => {
        const { body } = await post(await givenTeam(server()), { name: 'One', description }).expect(422);
        expect(body.detail).toMatchObject([{ loc: ['body', 'description'] }]);
      },
    );
  });
}

/** The tests of entity tags, for one kind of object. */
export function describeTags(kind: NamedKind, server: () => TestServer): void {
  const given = async (): Promise<{ team: Team; path: string; tag: string }> => {
    const team = await givenTeam(server());
    const made = await team.alice.post(`${team.path}/${kind.list}`, { ...kind.body, name: 'One' }).expect(201);
    const path = `${team.path}/${kind.list}/${made.body[kind.id]}`;
    return { team, path, tag: made.headers['etag'] as string };
  };

  describe(`the tag of one of the ${kind.list}`, () => {
    it('is strong, stays while nothing changes, and is new after each change', async () => {
      const { team, path, tag } = await given();
      expect(tag).toMatch(/^"[\w-]+"$/);
      const seen = [tag];
      for (const sent of [{ description: 'a' }, { description: 'b' }, { name: 'Two' }]) {
        const { headers } = await team.alice.put(path, sent).expect(200);
        expect((await team.alice.get(path).expect(200)).headers['etag']).toBe(headers['etag']);
        seen.push(headers['etag'] as string);
      }
      expect(new Set(seen).size).toBe(4);
    });

    it('lets one change through, and one deletion, and no more', async () => {
      const { team, path, tag } = await given();
      const { headers } = await team.alice.put(path, { name: 'Two' }).set('If-Match', tag).expect(200);
      const revision = await team.revision();
      expect((await team.alice.put(path, { name: 'Three' }).set('If-Match', tag).expect(412)).body).toEqual(changed);
      expect((await team.alice.delete(path).set('If-Match', tag).expect(412)).body).toEqual(changed);
      expect((await team.alice.put(path, { name: 'Two' }).set('If-Match', tag).expect(412)).body).toEqual(changed);
      expect([await team.revision(), (await team.alice.get(path)).body.name]).toEqual([revision, 'Two']);
      await team.alice
        .delete(path)
        .set('If-Match', headers['etag'] as string)
        .expect(204);
      await team.alice.delete(path).set('If-Match', '*').expect(404);
    });

    it('matches in a list and as a star, and never when weak or in another spelling', async () => {
      const { team, path, tag } = await given();
      for (const header of [`W/${tag}`, tag.slice(1, -1), tag.toUpperCase(), '""', '"*"', `"x", W/${tag}`, ',']) {
        const { status } = await team.alice.put(path, {}).set('If-Match', header);
        expect([header, status]).toEqual([header, 412]);
      }
      for (const header of ['*', tag, `"x", ${tag}`, `${tag},"x"`, ` ${tag} , "x"`]) {
        const { status } = await team.alice.put(path, {}).set('If-Match', header);
        expect([header, status]).toEqual([header, 200]);
      }
    });
  });
}
