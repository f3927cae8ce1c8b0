import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the columns that later changes would have to rewrite data for: what audit entries say beside the change itself,
 * references in place of user ids in hashed texts, who keeps an object as files, and how a member's groups count.
 */
export class PrepareForGrowth1764500000000 implements MigrationInterface {
  readonly name = 'PrepareForGrowth1764500000000';
  // An index on a large table is made beside writes, which no transaction can do. Every statement can run twice.
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [columns, conditionIsText, namesAreDeferrable, namedIds, references]) {
      await runner.startTransaction();
      for (const statement of statements) await runner.query(statement);
      await runner.commitTransaction();
    }
    await runner.query(
      `create index concurrently if not exists audit_entry_object
         on castellan.audit_entry (org_id, target_type, target_id, revision desc)`,
    );
  }

  // Invariant: the audit log stays as it is, with its columns and the references that its texts hold.
  async down(runner: QueryRunner): Promise<void> {
    for (const statement of back) await runner.query(statement);
  }
}

const columns = [
  `alter table castellan.audit_entry
    add column if not exists change_id text collate "C",
    add column if not exists reason text`,
  'alter table castellan.policy add column if not exists managed_by text',
  'alter table castellan.role add column if not exists managed_by text',
  'alter table castellan.workspace add column if not exists managed_by text',
  'alter table castellan.assignment add column if not exists managed_by text',
  'alter table castellan.resource add column if not exists parent_id text collate "C"',
  `alter table castellan.member add column if not exists directory text not null default 'whole'`,
  'alter table castellan.member drop constraint if exists member_directory_check',
  `alter table castellan.member add constraint member_directory_check
    check (directory in ('whole', 'truncated', 'overflow', 'last_admin', 'denies', 'off'))`,
  `create index if not exists member_unfit on castellan.member (org_id, user_id)
    where directory in ('truncated', 'overflow')`,
  `alter table castellan.removed_member add column if not exists sso_groups text[] not null default '{}'`,
];

const conditionIsText = ['alter table castellan.policy alter column condition type text using condition::text'];

// Two objects of one change may swap their names, so uniqueness can wait for the end. Owned policies take no name.
const namesAreDeferrable = [
  'alter table castellan.policy alter column name_key drop not null',
  'update castellan.policy set name_key = null where owner_role_id is not null and name_key is not null',
  ...['policy', 'role', 'workspace'].flatMap((table) => [
    `alter table castellan.${table} drop constraint if exists ${table}_name_key`,
    `drop index if exists castellan.${table}_name_key`,
    `alter table castellan.${table} add constraint ${table}_name_key
      unique (org_id, name_key) deferrable initially immediate`,
  ]),
];

// The ids that policies and assignments name now, or named once.
const namedIds = [
  `create table if not exists castellan.named_id (
    org_id text collate "C" not null,
    id text collate "C" not null,
    constraint named_id_pk primary key (org_id, id),
    constraint named_id_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `insert into castellan.named_id (org_id, id)
   select org_id, replace(replace(replace(replace(replace(regexp_replace(scope, '^.*/', ''),
            '%3A', ':'), '%2A', '*'), '%2F', '/'), '%24', '$'), '%25', '%')
     from (select p.org_id, split_part(permission, ':', 2) as scope
             from castellan.policy p cross join unnest(p.permissions) as permission
           union select org_id, scope from castellan.assignment) named
    where scope not in ('*', '$self')
   on conflict do nothing`,
];

// Entries that are there name users by their ids: for those users the reference is the id.
const references = [
  `create table if not exists castellan.user_reference (
    org_id text collate "C" not null,
    user_id text collate "C" not null,
    reference text collate "C" not null,
    constraint user_reference_pk primary key (org_id, user_id),
    constraint user_reference_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create unique index if not exists user_reference_reference on castellan.user_reference (org_id, reference)`,
  `insert into castellan.user_reference (org_id, user_id, reference)
   select named.org_id, named.user_id, named.user_id
     from (select org_id, actor_id as user_id from castellan.audit_entry where actor_id <> 'system'
           union select org_id, target_id from castellan.audit_entry where target_type = 'members') named
     join castellan.organisation o on o.org_id = named.org_id
   on conflict do nothing`,
];

const back = [
  'drop table castellan.named_id',
  ...['policy', 'role', 'workspace'].map((table) => `alter table castellan.${table} drop constraint ${table}_name_key`),
  `update castellan.policy set name_key = '' where name_key is null`,
  'alter table castellan.policy alter column name_key set not null',
  'create unique index policy_name_key on castellan.policy (org_id, name_key) where owner_role_id IS NULL',
  'create unique index role_name_key on castellan.role (org_id, name_key)',
  'create unique index workspace_name_key on castellan.workspace (org_id, name_key)',
  'alter table castellan.policy alter column condition type jsonb using condition::jsonb',
  ...['policy', 'role', 'workspace', 'assignment'].map(
    (table) => `alter table castellan.${table} drop column managed_by`,
  ),
  'alter table castellan.resource drop column parent_id',
  'alter table castellan.member drop column directory',
  'alter table castellan.removed_member drop column sso_groups',
];
