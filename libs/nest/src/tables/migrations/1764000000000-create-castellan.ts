import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates every table of Castellan, in the schema `castellan`. */
export class CreateCastellan1764000000000 implements MigrationInterface {
  readonly name = 'CreateCastellan1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [newStamp, ...tables, ...auditIsForever]) await runner.query(statement);
  }

  // Invariant: the audit log stays, with the organisations that its rows belong to. New ones take other ids.
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table castellan.${names.join(', castellan.')} cascade`);
    await runner.query('drop function castellan.new_stamp');
  }
}

const names = [
  'organisation_state',
  'role',
  'policy',
  'role_policy',
  'role_sso_group',
  'member',
  'assignment',
  'removed_member',
  'workspace',
  'resource',
  'used_id',
];

// Named, because TypeORM takes a default of gen_random_uuid() for a generated column.
const newStamp = `create function castellan.new_stamp() returns text language sql volatile
  as 'select gen_random_uuid()::text'`;

const tables = [
  `create table if not exists castellan.organisation (
    org_id text collate "C" not null,
    name text not null,
    sso_issuer text,
    sso_claim text,
    sso_value text,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint organisation_pk primary key (org_id)
  )`,
  `create table castellan.organisation_state (
    org_id text collate "C" not null,
    revision bigint not null default 0,
    grants_stamp text not null default castellan.new_stamp(),
    containers_stamp text not null default castellan.new_stamp(),
    policies integer not null default 0,
    roles integer not null default 0,
    members integer not null default 0,
    workspaces integer not null default 0,
    audit_seq bigint not null default 0,
    audit_head text not null default '',
    admin_witness text collate "C",
    schema_hash text,
    constraint organisation_state_pk primary key (org_id),
    constraint organisation_state_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create table castellan.role (
    org_id text collate "C" not null,
    role_id text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    description text,
    is_default boolean not null default false,
    builtin boolean not null default false,
    stamp text not null default castellan.new_stamp(),
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint role_pk primary key (org_id, role_id),
    constraint role_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create index role_default on castellan.role (org_id) where is_default`,
  `create unique index role_name_key on castellan.role (org_id, name_key)`,
  `create table castellan.policy (
    org_id text collate "C" not null,
    policy_id text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    description text,
    effect text not null,
    condition jsonb,
    permissions text[] not null,
    owner_role_id text collate "C",
    statement jsonb,
    builtin boolean not null default false,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint policy_effect_check check (effect in ('allow', 'deny')),
    constraint policy_pk primary key (org_id, policy_id),
    constraint policy_owner_fk foreign key (org_id, owner_role_id) references castellan.role (org_id, role_id) on delete cascade,
    constraint policy_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create index policy_owner on castellan.policy (org_id, owner_role_id) where owner_role_id IS NOT NULL`,
  `create unique index policy_name_key on castellan.policy (org_id, name_key) where owner_role_id IS NULL`,
  `create table castellan.role_policy (
    org_id text collate "C" not null,
    role_id text collate "C" not null,
    policy_id text collate "C" not null,
    position integer not null,
    constraint role_policy_pk primary key (org_id, role_id, policy_id),
    constraint role_policy_policy_fk foreign key (org_id, policy_id) references castellan.policy (org_id, policy_id) on delete cascade,
    constraint role_policy_role_fk foreign key (org_id, role_id) references castellan.role (org_id, role_id) on delete cascade
  )`,
  `create index role_policy_policy on castellan.role_policy (org_id, policy_id)`,
  `create table castellan.role_sso_group (
    org_id text collate "C" not null,
    role_id text collate "C" not null,
    group_name text collate "C" not null,
    position integer not null,
    constraint role_sso_group_pk primary key (org_id, role_id, group_name),
    constraint role_sso_group_role_fk foreign key (org_id, role_id) references castellan.role (org_id, role_id) on delete cascade
  )`,
  `create index role_sso_group_name on castellan.role_sso_group (org_id, group_name)`,
  `create table castellan.member (
    org_id text collate "C" not null,
    user_id text collate "C" not null,
    status text not null default 'active',
    username text,
    email text,
    full_name text,
    avatar_url text,
    profile_iat bigint not null default 0,
    groups_iat bigint not null default 0,
    sso_groups text[] not null default '{}',
    stamp text not null default castellan.new_stamp(),
    joined_at timestamptz(3) not null default now(),
    constraint member_status_check check (status in ('active', 'suspended')),
    constraint member_pk primary key (org_id, user_id),
    constraint member_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create index member_user on castellan.member (user_id, org_id)`,
  `create table castellan.assignment (
    org_id text collate "C" not null,
    user_id text collate "C" not null,
    role_id text collate "C" not null,
    scope text collate "C" not null,
    origin text collate "C" not null,
    expires_at timestamptz(3),
    created_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint assignment_origin_check check (origin in ('manual', 'default', 'sso')),
    constraint assignment_pk primary key (org_id, user_id, role_id, scope, origin),
    constraint assignment_role_fk foreign key (org_id, role_id) references castellan.role (org_id, role_id) on delete cascade,
    constraint assignment_member_fk foreign key (org_id, user_id) references castellan.member (org_id, user_id) on delete cascade
  )`,
  `create index assignment_role on castellan.assignment (org_id, role_id, user_id)`,
  `create table castellan.removed_member (
    org_id text collate "C" not null,
    user_id text collate "C" not null,
    groups_iat bigint not null default 0,
    removed_at timestamptz(3) not null default now(),
    constraint removed_member_pk primary key (org_id, user_id),
    constraint removed_member_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create table castellan.workspace (
    org_id text collate "C" not null,
    workspace_id text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    description text,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint workspace_pk primary key (org_id, workspace_id),
    constraint workspace_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create unique index workspace_name_key on castellan.workspace (org_id, name_key)`,
  `create table castellan.resource (
    org_id text collate "C" not null,
    resource_type text collate "C" not null,
    resource_id text collate "C" not null,
    name text not null,
    description text,
    workspace_id text collate "C",
    attributes jsonb not null default '{}',
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    created_by text collate "C",
    constraint resource_pk primary key (org_id, resource_type, resource_id),
    constraint resource_workspace_fk foreign key (org_id, workspace_id) references castellan.workspace (org_id, workspace_id),
    constraint resource_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create index resource_workspace on castellan.resource (org_id, workspace_id, resource_type, resource_id)`,
  `create table castellan.used_id (
    org_id text collate "C" not null,
    id text collate "C" not null,
    resource_type text collate "C" not null,
    container boolean not null,
    deleted_at timestamptz(3),
    constraint used_id_pk primary key (org_id, id, resource_type),
    constraint used_id_org_fk foreign key (org_id) references castellan.organisation (org_id) on delete cascade
  )`,
  `create table if not exists castellan.audit_entry (
    org_id text collate "C" not null,
    seq bigint not null,
    revision bigint not null,
    at timestamptz(3) not null,
    actor_id text collate "C" not null,
    action text collate "C" not null,
    target_type text collate "C" not null,
    target_id text collate "C" not null,
    entry text not null,
    prev_hash text not null,
    hash text not null,
    constraint audit_entry_pk primary key (org_id, seq),
    constraint audit_entry_org_fk foreign key (org_id) references castellan.organisation (org_id)
  )`,
  `create index if not exists audit_entry_target_type on castellan.audit_entry (org_id, target_type, seq)`,
  `create index if not exists audit_entry_target_id on castellan.audit_entry (org_id, target_id, seq)`,
  `create index if not exists audit_entry_at on castellan.audit_entry (org_id, at, seq)`,
  `create index if not exists audit_entry_action on castellan.audit_entry (org_id, action, seq)`,
  `create index if not exists audit_entry_actor on castellan.audit_entry (org_id, actor_id, seq)`,
];

// Invariant: an audit entry, once committed, is never changed nor removed by the service's role.
const auditIsForever = [
  `create or replace function castellan.refuse_change_of_audit() returns trigger language plpgsql as $$
  begin
    raise exception 'audit entries are never changed nor removed';
  end
  $$`,
  `create or replace trigger audit_entry_no_change before update or delete on castellan.audit_entry
    for each row execute function castellan.refuse_change_of_audit()`,
  `create or replace trigger audit_entry_no_truncate before truncate on castellan.audit_entry
    for each statement execute function castellan.refuse_change_of_audit()`,
];
