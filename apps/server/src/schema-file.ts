import { readFileSync } from 'node:fs';
import { defaultSchema, PermissionSchema, SchemaError, type SchemaDeclaration } from '@castellan/core';
import { parseDocument } from 'yaml';
import { declarationProblems } from './schema-file-shape';

/** Reads the permission schema of a deployment (YAML or JSON). @throws Error naming the file and listing every mistake */
export function loadSchema(file: string | undefined): PermissionSchema {
  if (file === undefined) return defaultSchema;
  const read = schemaIn(readFileSync(file, 'utf8'));
  if (read instanceof PermissionSchema) return read;
  throw new Error(`SCHEMA_FILE ${file} is not valid:\n- ${read.join('\n- ')}`);
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
