import type { ActionDeclaration, PermissionSchema, TypeDeclaration } from '@castellan/core';
import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';

const nullableText = { type: String, nullable: true } as const;

/** An action that can be granted. */
@CastellanSchema('SchemaAction')
export class ActionAnswer {
  @ApiProperty({ type: String, example: 'manage' })
  name!: string;

  @ApiProperty({ type: String })
  label!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ type: [String], description: 'Actions of the same type that are allowed together with this one' })
  implies!: string[];

  @ApiProperty({
    type: Boolean,
    description: 'Whether wildcards exclude the action, so that a permission must name it',
  })
  explicit!: boolean;

  /** Shows a declaration. */
  static fromDeclaration(name: string, { label, description, implies, explicit }: ActionDeclaration): ActionAnswer {
    return {
      name,
      label,
      description: description ?? null,
      implies: [...(implies ?? [])],
      explicit: explicit ?? false,
    };
  }
}

/** A type of resource. */
@CastellanSchema('SchemaType')
export class TypeAnswer {
  @ApiProperty({ type: String, example: 'apps' })
  name!: string;

  @ApiProperty({ type: String })
  label!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ enum: ['org', 'workspace'] })
  scope!: 'org' | 'workspace';

  @ApiProperty({
    ...nullableText,
    description: 'The type of its containers; null when the organisation itself contains it',
  })
  parent!: string | null;

  @ApiProperty({ type: Boolean, description: 'Whether `GET resources` can list it' })
  listable!: boolean;

  @ApiProperty({ type: [ActionAnswer] })
  actions!: ActionAnswer[];

  /** Shows a declaration with what contains it. */
  static fromDeclaration(name: string, declared: TypeDeclaration, parent: string | null): TypeAnswer {
    const { label, description, scope, listable } = declared;
    return {
      name,
      label,
      description: description ?? null,
      scope,
      parent,
      listable: listable ?? false,
      actions: Object.entries(declared.actions).map(([action, value]) => ActionAnswer.fromDeclaration(action, value)),
    };
  }
}

/** What can be granted. */
@CastellanSchema('PermissionSchema')
export class SchemaAnswer {
  @ApiProperty({ type: [TypeAnswer] })
  types!: TypeAnswer[];

  /** Shows a schema. */
  static fromSchema(schema: PermissionSchema): SchemaAnswer {
    return {
      types: [...schema.types].map(([name, type]) => TypeAnswer.fromDeclaration(name, type, schema.containerOf(name))),
    };
  }
}
