/** Every mistake of the environment in one error; the message has one line for each variable. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration cannot be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** What a parser found: a value, or what is wrong and what to do, worded to follow the variable's name. */
export type Parsed<T> = { readonly value: T } | { readonly mistake: string };

/** Reads single variables and collects what is wrong with them, so that all mistakes are told at once. */
export class Environment {
  private readonly mistakes = new Map<string, string>();

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  has(name: string): boolean {
    return this.env[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.env[name];
    if (value === undefined || value.trim() !== '') return value;
    this.mistake(name, 'is empty: give it a value or unset it');
    return undefined;
  }

  parsed<T>(name: string, parse: (value: string) => Parsed<T>): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const result = parse(text);
    if ('value' in result) return result.value;
    this.mistake(name, result.mistake);
    return undefined;
  }

  /** The first mistake of a variable stands: it is the one to mend first. */
  mistake(name: string, what: string): void {
    if (!this.mistakes.has(name)) this.mistakes.set(name, what);
  }

  throwMistakes(): void {
    if (this.mistakes.size > 0) {
      throw new ConfigError([...this.mistakes].map(([name, what]) => `${name} ${what}`));
    }
  }
}
