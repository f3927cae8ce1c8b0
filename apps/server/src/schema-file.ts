import { readFileSync } from 'node:fs';
import { PermissionSchema, SchemaError, type SchemaDeclaration } from '@castellan/core';
import { parseDocument } from 'yaml';
import type { Parsed } from './config/environment';
import { declarationProblems } from './schema-file-shape';

/** Reads the permission schema of a deployment (YAML or JSON); the mistake names the file and lists every problem of it. */
export function schemaFile(file: string): Parsed<PermissionSchema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      mistake: `${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file that can be read`,
    };
  }
  const read = schemaIn(text);
  if (read instanceof PermissionSchema) return { value: read };
  return { mistake: `${file} is not valid:${read.map((problem) => `\n    - ${problem}`).join('')}` };
}

/** The schema that a text declares, or its mistakes: of the text, else of the shape, else of what it says. */
function schemaIn(text: string): PermissionSchema | string[] {
  const document = parseDocument(text);
  // The first line says what and where; the others show the place.
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.split(/:?\n/, 1)[0] as string);
  const declared: unknown = document.toJS();
  const problems = declarationProblems(declared);
  if (problems.length > 0) return problems;
  try {
    return new PermissionSchema(declared as SchemaDeclaration);
  } catch (error) {
    if (error instanceof SchemaError) return [...error.problems];
    throw error;
  }
}
