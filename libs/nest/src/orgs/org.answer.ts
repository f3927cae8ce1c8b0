import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { PageAnswer } from '../http/page.answer';
import { withoutCreator, type Shown } from '../http/shown';
import { SsoConnection } from './org.dto';
import type { OrgRow } from './orgs.repository';

/** An organisation in a list: what every member may know of it. */
@CastellanSchema('OrganisationSummary')
export class OrgSummary {
  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  /** Shows a row. */
  static fromRow({ org_id, name, created_at }: OrgRow): OrgSummary {
    return { org_id, name, created_at: created_at.toISOString() };
  }
}

/** An organisation, as the API shows it. */
@CastellanSchema('Organisation')
export class OrgAnswer {
  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: () => SsoConnection, nullable: true })
  sso_connection!: SsoConnection | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The user id of the creator' })
  created_by!: string | null;

  /** Shows a row. */
  static fromRow(row: OrgRow): OrgAnswer {
    const { org_id, name, sso_issuer: issuer, sso_claim: claim, sso_value: value } = row;
    return {
      org_id,
      name,
      sso_connection: issuer === null || claim === null || value === null ? null : { issuer, claim, value },
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
      created_by: row.created_by,
    };
  }
}

/** A page of organisations. */
@CastellanSchema('OrganisationPage')
export class OrgPage extends PageAnswer {
  @ApiProperty({ type: [OrgSummary] })
  organisations!: OrgSummary[];
}

/** Without the creator that the reader may not read. */
export const SHOWN_ORG: Shown<OrgAnswer> = {
  show: withoutCreator,
  object: ({ org_id: id }) => ({ type: 'orgs', id }),
};
