import type { Contestant } from './contestant';
import { limitByIndex } from './limit';
import { MISSION, organisation, type Size } from './organisation';
import { byIndex } from './ours';
import type { Line } from './line';
import { interleaved, median, timed } from './timing';

const ROUNDS = 9;

const SIZES: ReadonlyArray<{ name: string; most?: number; size: Partial<Size> }> = [
  { name: 'as is', size: {} },
  { name: '10 times the policies', most: 1.2, size: { policies: MISSION.policies * 10 } },
  {
    name: '10 times the policies, of each role too',
    most: 1.2,
    size: { policies: MISSION.policies * 10, policiesARole: MISSION.policiesARole * 10 },
  },
  { name: '10 times the permissions', most: 1.2, size: { permissionsAPolicy: MISSION.permissionsAPolicy * 10 } },
  { name: '10 times the members', most: 3, size: { members: MISSION.members * 10 } },
  { name: 'a tenth of the policies deny', size: { denies: 10 } },
];

/** How the time of a decision grows with the organisation. */
export function growth(questions: number): Line[] {
  const made = SIZES.map(({ size }) => organisation({ ...MISSION, questions, ...size }));
  const ours = made.map(byIndex);
  const limits = made.map(limitByIndex);
  const job =
    ({ round }: Contestant) =>
    () =>
      timed(() => round(questions)) / questions;
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  for (const { round } of [...ours, ...limits]) round(questions);
  const medians = interleaved(ROUNDS, [...ours, ...limits].map(job)).map(median);
  const beside: Line = {
    figure: 'beside the limit, alone with it',
    value: medians[0]! / medians[SIZES.length]!,
    unit: 'x',
    most: 1.5,
    note: `${medians[0]!.toFixed(0)} ns and ${medians[SIZES.length]!.toFixed(0)} ns`,
  };
  const grown = SIZES.slice(1).map(({ name, most }, at): Line => {
    const [own, limit] = [medians[at + 1]!, medians[SIZES.length + at + 1]!];
    const note = `${own.toFixed(0)} ns; the limit ${(limit / medians[SIZES.length]!).toFixed(2)} x`;
    return { figure: `growth with ${name}`, value: own / medians[0]!, unit: 'x', note, ...(most && { most }) };
  });
  return [beside, ...grown];
}
