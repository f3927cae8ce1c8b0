import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds what keeps a change as cheap in an organisation at its limits as in a small one. */
export class CostAtTheLimits1764600000000 implements MigrationInterface {
  readonly name = 'CostAtTheLimits1764600000000';
  // An index on a large table is made beside writes, which no transaction can do. Every statement can run twice.
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // The few policies that grant everything: looked for by each change that may take an Admin away.
    await runner.query(
      `create index concurrently if not exists policy_everything on castellan.policy (org_id, policy_id)
        where effect = 'allow' and condition is null and '*:*:*' = any(permissions)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index castellan.policy_everything');
  }
}
