import { readFileSync } from 'node:fs';
import { isMisspelled, RENAMED } from './misspelling';

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
  /** The names that were asked for: those that the service knows. */
  private readonly known = new Set<string>();

  private readonly env: NodeJS.ProcessEnv;

  /** @param secrets the names of settings that a file may hold: NAME_FILE names it */
  constructor(env: NodeJS.ProcessEnv, secrets: readonly string[] = []) {
    this.env = { ...env };
    for (const name of secrets) this.readSecret(name);
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
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

  /** Adds a mistake for each name that is almost that of a setting which is not set. Call it when all settings were read. */
  reportMisspellings(): void {
    const unset = [...this.known].filter((name) => this.env[name] === undefined);
    for (const name of Object.keys(this.env)) {
      const meant = this.known.has(name)
        ? undefined
        : (RENAMED[name] ?? unset.find((setting) => isMisspelled(name, setting)));
      if (meant !== undefined) this.mistake(name, `is not a setting: rename it to ${meant}, or unset it`);
    }
  }

  throwMistakes(): void {
    if (this.mistakes.size > 0) {
      throw new ConfigError([...this.mistakes].map(([name, what]) => `${name} ${what}`));
    }
  }

  private readSecret(name: string): void {
    const file = this.text(`${name}_FILE`);
    if (file === undefined) return;
    if (this.has(name)) return this.mistake(name, `is set together with ${name}_FILE: keep one of them`);
    try {
      this.env[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.mistake(name, `cannot be read (${code}): use a file in ${name}_FILE that can be read`);
      // It is set, and this is what is wrong with it.
      this.env[name] = '';
    }
  }

  private value(name: string): string | undefined {
    this.known.add(name);
    return this.env[name];
  }
}
