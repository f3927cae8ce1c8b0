/** The milliseconds of processor time that an act takes; unlike the clock, it does not grow when other tests run beside this one. */
export function cpuTime(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
