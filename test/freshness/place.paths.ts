import { setTimeout as sleep } from 'node:timers/promises';
import { expected } from '../faults/api';
import { OTHER, READ, type Given, type Path } from './path';

const THING = '/resources/apps/thing';
const WORKSPACES = ['ws-a', 'ws-b', 'ws-c'] as const;

/** Time for a load of this moment to begin before the next. */
const linger = (): Promise<unknown> => sleep(Math.random() * 50);

/** Makes the workspaces, and a thing in the first. */
async function placed(given: Given): Promise<(workspace_id: string) => Promise<unknown>> {
  for (const workspace_id of WORKSPACES) {
    const body = { workspace_id, name: workspace_id };
    expected(await given.alice.post(`/v1/orgs/${given.orgId}/workspaces`, body), 201);
  }
  const move = (workspace_id: string): Promise<unknown> => given.put(THING, { name: 'Thing', workspace_id });
  await move('ws-a');
  return move;
}

/** Bob may read what is in one of two workspaces. */
export const resourceMoved: Path = {
  name: 'resource moved out of a workspace, and into it',
  async stage(given) {
    const move = await placed(given);
    await given.bob(await given.roleFor('resources:workspaces/ws-a:read'));
    return { asks: THING, set: (has) => move(has ? 'ws-a' : 'ws-b') };
  },
};

/** The member is being loaded when the resource is moved: who joins that load must not decide by where it was. */
export const movedUnderLoad: Path = {
  name: 'resource moved right after another change of the member',
  async stage(given) {
    const move = await placed(given);
    const other = await given.roleFor(OTHER);
    await given.bob(await given.roleFor('resources:workspaces/ws-a:read'));
    const held = `/members/bob/roles/${other}`;
    let holds = false;
    const set = async (has: boolean): Promise<void> => {
      holds = !holds;
      await (holds ? given.put(held, {}) : given.delete(held));
      await move(has ? 'ws-a' : 'ws-b');
    };
    return { asks: THING, set };
  },
};

/** The grant leaves a workspace before the thing comes, again and again. */
export const grantMoves: Path = {
  name: 'resource moved to where a grant has left (never both)',
  async stage(given) {
    const move = await placed(given);
    const policy = await given.policy('resources:workspaces/ws-b:read');
    await given.bob(await given.role([policy]));
    let at = 0;
    const set = async (): Promise<void> => {
      const [, from, to] = [0, 1, 2].map((next) => WORKSPACES[(at + next) % 3] as string);
      await given.put(`/policies/${policy}`, { permissions: [`resources:workspaces/${to}:read`] });
      await move(from as string);
      await linger();
      at++;
    };
    return { asks: THING, set, never: true };
  },
};

/** Bob leaves a role before it is widened, and comes back when it is narrow again. */
export const leavesWidened: Path = {
  name: 'role widened while a member leaves it (never both)',
  async stage(given) {
    const [policy, other] = [await given.policy(OTHER), await given.roleFor(OTHER)];
    const role = await given.role([policy]);
    const set = async (has: boolean): Promise<void> => {
      if (has) await given.bob(other);
      await given.put(`/policies/${policy}`, { permissions: [has ? READ : OTHER] });
      if (!has) await given.bob(role);
      await linger();
    };
    return { set, never: true };
  },
};
