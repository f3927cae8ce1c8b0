import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds what keeps a change as cheap in an organisation at its limits as in a small one. */
export class CostAtTheLimits1764600000000 implements MigrationInterface {
  readonly name = 'CostAtTheLimits1764600000000';
  // An index on a large table is made beside writes, which no transaction can do. Every statement can run twice.
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...names, ...weights]) await runner.query(statement);
    // The few policies that grant everything: looked for by each change that may take an Admin away.
    await runner.query(
      `create index concurrently if not exists policy_everything on castellan.policy (org_id, policy_id)
        where effect = 'allow' and condition is null and '*:*:*' = any(permissions)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of back) await runner.query(statement);
  }
}

// Which policies have a permission of a name: the roles that grant it are found without reading what they grant.
const names = [
  `create table if not exists castellan.policy_name (
    org_id text collate "C" not null,
    name text collate "C" not null,
    policy_id text collate "C" not null,
    constraint policy_name_pk primary key (org_id, name, policy_id),
    constraint policy_name_policy_fk foreign key (org_id, policy_id)
      references castellan.policy (org_id, policy_id) on delete cascade
  )`,
  'create index if not exists policy_name_policy on castellan.policy_name (org_id, policy_id)',
  `create or replace function castellan.name_policy() returns trigger language plpgsql as $$
  declare
    wanted text[] := array(select distinct split_part(p.permission, ':', 1) || ':' || split_part(p.permission, ':', 3)
                             from unnest(new.permissions) p (permission));
  begin
    delete from castellan.policy_name
     where org_id = new.org_id and policy_id = new.policy_id and name <> all(wanted);
    insert into castellan.policy_name (org_id, name, policy_id)
    select new.org_id, w.name, new.policy_id from unnest(wanted) w (name) on conflict do nothing;
    return null;
  end
  $$`,
  'drop trigger if exists policy_names on castellan.policy',
  `create trigger policy_names after insert or update of permissions on castellan.policy
    for each row execute function castellan.name_policy()`,
];

// Known of each policy without reading it: how many permissions it has, and the bytes of their texts.
const weights = [
  `alter table castellan.policy
    add column if not exists permission_count int not null default 0,
    add column if not exists permission_bytes int not null default 0`,
  `create or replace function castellan.weigh_policy() returns trigger language plpgsql as $$
  begin
    new.permission_count := cardinality(new.permissions);
    new.permission_bytes := (select coalesce(sum(octet_length(p.permission)), 0) from unnest(new.permissions) p (permission));
    return new;
  end
  $$`,
  'drop trigger if exists policy_weight on castellan.policy',
  `create trigger policy_weight before insert or update of permissions on castellan.policy
    for each row execute function castellan.weigh_policy()`,
  'update castellan.policy set permissions = permissions where permission_count = 0',
];

const back = [
  'drop index castellan.policy_everything',
  'drop trigger policy_names on castellan.policy',
  'drop function castellan.name_policy()',
  'drop table castellan.policy_name',
  'drop trigger policy_weight on castellan.policy',
  'drop function castellan.weigh_policy()',
  'alter table castellan.policy drop column permission_count, drop column permission_bytes',
];
