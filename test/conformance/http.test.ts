import { cases, type CaseQuestion } from './load';
import { closeServers, isRegistrable, store, typedIdOf } from './stored';

afterAll(closeServers);

const questionOf = ({ member, permission, resource, in: place }: CaseQuestion): object => {
  const on = resource ?? place;
  return { user_id: member, permission, ...(on !== null && { resource: typedIdOf(on) }) };
};

const all = cases();
const registrable = all.filter(isRegistrable);

it('asks all cases but those with containers that the registry does not hold', () => {
  const others = all.filter((one) => !isRegistrable(one)).map(({ file }) => file);
  expect(others).toEqual(['nested-containers.yaml']);
});

it.each(registrable.map((one) => [one.file, one] as const))('POST check answers as %s says', async (_, given) => {
  const { orgId, admin, nameOf } = await store(given);
  const path = `/v1/orgs/${orgId}/iam/check`;
  const questions = given.questions.map(questionOf);
  const batch = await admin.post(`${path}/batch`, { questions }).expect(200);
  for (const [at, asked] of given.questions.entries()) {
    const { body } = await admin.post(path, questions[at]).expect(200);
    expect(batch.body.answers[at]).toEqual(body);
    const named = asked.by === null ? null : nameOf(body.by?.policy_id ?? 'nothing');
    expect({ ...asked, allowed: body.allowed, reason: body.reason, by: named }).toEqual(asked);
  }
});
