import { ApiProperty } from '@nestjs/swagger';

/** The `managed_by` of an answer. */
export const ApiManagedBy = (): PropertyDecorator =>
  ApiProperty({
    type: String,
    nullable: true,
    description: 'The source that keeps the object as a file; null when nobody does. It restricts nobody',
  });
