/** Lets one heavy load of an organisation run at a time: what each of them holds meanwhile is bounded, but not small. */
export class HeavyLoads {
  private readonly last = new Map<string, Promise<void>>();

  /** Waits for the heavy loads of the organisation that came before; what comes back ends this one. */
  async begin(orgId: string): Promise<() => void> {
    const before = this.last.get(orgId);
    let end = (): void => undefined;
    const mine = new Promise<void>((done) => (end = done));
    this.last.set(orgId, mine);
    await before;
    return () => {
      if (this.last.get(orgId) === mine) this.last.delete(orgId);
      end();
    };
  }
}
