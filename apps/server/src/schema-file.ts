import { readFileSync } from 'node:fs';
import { defaultSchema, PermissionSchema, type SchemaDeclaration } from '@castellan/core';
import { parse } from 'yaml';
import { declarationProblems } from './schema-file-shape';

/** Reads the permission schema of a deployment (YAML or JSON). @throws Error listing every mistake */
export function loadSchema(file: string | undefined): PermissionSchema {
  if (file === undefined) return defaultSchema;
  const declared: unknown = parse(readFileSync(file, 'utf8'));
  const problems = declarationProblems(declared);
  if (problems.length > 0) throw new Error(`SCHEMA_FILE ${file} is not valid:\n- ${problems.join('\n- ')}`);
  return new PermissionSchema(declared as SchemaDeclaration);
}
