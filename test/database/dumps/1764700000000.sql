CREATE SCHEMA castellan;
CREATE FUNCTION castellan.name_policy() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
  $$;
CREATE FUNCTION castellan.new_stamp() RETURNS text
    LANGUAGE sql
    AS $$select gen_random_uuid()::text$$;
CREATE FUNCTION castellan.refuse_change_of_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  begin
    raise exception 'audit entries are never changed nor removed';
  end
  $$;
CREATE FUNCTION castellan.weigh_policy() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
  begin
    new.permission_count := cardinality(new.permissions);
    new.permission_bytes := (select coalesce(sum(octet_length(p.permission)), 0) from unnest(new.permissions) p (permission));
    return new;
  end
  $$;
CREATE TABLE castellan.assignment (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    expires_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    managed_by text,
    CONSTRAINT assignment_origin_check CHECK ((origin = ANY (ARRAY['manual'::text, 'default'::text, 'sso'::text])))
);
CREATE TABLE castellan.audit_entry (
    org_id text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    revision bigint NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    actor_id text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    target_type text NOT NULL COLLATE pg_catalog."C",
    target_id text NOT NULL COLLATE pg_catalog."C",
    entry text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    change_id text COLLATE pg_catalog."C",
    reason text
);
CREATE TABLE castellan.member (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    status text DEFAULT 'active'::text NOT NULL,
    username text,
    email text,
    full_name text,
    avatar_url text,
    profile_iat bigint DEFAULT 0 NOT NULL,
    groups_iat bigint DEFAULT 0 NOT NULL,
    sso_groups text[] DEFAULT '{}'::text[] NOT NULL,
    stamp text DEFAULT castellan.new_stamp() NOT NULL,
    joined_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    directory text DEFAULT 'whole'::text NOT NULL,
    CONSTRAINT member_directory_check CHECK ((directory = ANY (ARRAY['whole'::text, 'truncated'::text, 'overflow'::text, 'last_admin'::text, 'denies'::text, 'off'::text]))),
    CONSTRAINT member_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
);
CREATE TABLE castellan.migration (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE castellan.migration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE castellan.migration_id_seq OWNED BY castellan.migration.id;
CREATE TABLE castellan.named_id (
    org_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE castellan.organisation (
    org_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    sso_issuer text,
    sso_claim text,
    sso_value text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C"
);
CREATE TABLE castellan.organisation_state (
    org_id text NOT NULL COLLATE pg_catalog."C",
    revision bigint DEFAULT 0 NOT NULL,
    grants_stamp text DEFAULT castellan.new_stamp() NOT NULL,
    containers_stamp text DEFAULT castellan.new_stamp() NOT NULL,
    policies integer DEFAULT 0 NOT NULL,
    roles integer DEFAULT 0 NOT NULL,
    members integer DEFAULT 0 NOT NULL,
    workspaces integer DEFAULT 0 NOT NULL,
    audit_seq bigint DEFAULT 0 NOT NULL,
    audit_head text DEFAULT ''::text NOT NULL,
    admin_witness text COLLATE pg_catalog."C",
    schema_hash text
);
CREATE TABLE castellan.permission_schema (
    one boolean DEFAULT true NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    hash text NOT NULL,
    builtins jsonb NOT NULL,
    CONSTRAINT permission_schema_one CHECK (one)
);
CREATE TABLE castellan.policy (
    org_id text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text COLLATE pg_catalog."C",
    description text,
    effect text NOT NULL,
    condition text,
    permissions text[] NOT NULL,
    owner_role_id text COLLATE pg_catalog."C",
    statement jsonb,
    builtin boolean DEFAULT false NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    managed_by text,
    permission_count integer DEFAULT 0 NOT NULL,
    permission_bytes integer DEFAULT 0 NOT NULL,
    CONSTRAINT policy_effect_check CHECK ((effect = ANY (ARRAY['allow'::text, 'deny'::text])))
);
CREATE TABLE castellan.policy_name (
    org_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE castellan.removed_member (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    groups_iat bigint DEFAULT 0 NOT NULL,
    removed_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    sso_groups text[] DEFAULT '{}'::text[] NOT NULL
);
CREATE TABLE castellan.resource (
    org_id text NOT NULL COLLATE pg_catalog."C",
    resource_type text NOT NULL COLLATE pg_catalog."C",
    resource_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    description text,
    workspace_id text COLLATE pg_catalog."C",
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    parent_id text COLLATE pg_catalog."C"
);
CREATE TABLE castellan.role (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    description text,
    is_default boolean DEFAULT false NOT NULL,
    builtin boolean DEFAULT false NOT NULL,
    stamp text DEFAULT castellan.new_stamp() NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    managed_by text
);
CREATE TABLE castellan.role_policy (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    policy_id text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
);
CREATE TABLE castellan.role_sso_group (
    org_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C",
    group_name text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL
);
CREATE TABLE castellan.used_id (
    org_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    resource_type text NOT NULL COLLATE pg_catalog."C",
    container boolean NOT NULL,
    deleted_at timestamp(3) with time zone
);
CREATE TABLE castellan.user_reference (
    org_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE castellan.workspace (
    org_id text NOT NULL COLLATE pg_catalog."C",
    workspace_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_key text NOT NULL COLLATE pg_catalog."C",
    description text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    created_by text COLLATE pg_catalog."C",
    managed_by text
);
ALTER TABLE ONLY castellan.migration ALTER COLUMN id SET DEFAULT nextval('castellan.migration_id_seq'::regclass);
INSERT INTO castellan.assignment VALUES ('acme', 'alice', 'rl-admin', '*', 'manual', NULL, '2026-11-26 10:57:49.678+00', 'system', NULL);
INSERT INTO castellan.assignment VALUES ('acme', 'bob', 'rl-01m8br2d04f6ab95s9zhxcv0kw', '*', 'manual', NULL, '2026-11-26 10:57:53.256+00', 'alice', NULL);
INSERT INTO castellan.assignment VALUES ('acme', 'bob', 'rl-viewer', 'workspaces/ws-1', 'manual', NULL, '2026-11-26 10:57:53.277+00', 'alice', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 1, 1, '2026-11-26 10:57:49.712+00', 'system', 'org.create', 'orgs', 'acme', '{"action":"org.create","actor":{"id":"system","kind":"system"},"after":{"builtins":{"policies":[{"created_at":"2026-11-26T10:57:49.678Z","description":"Everything","effect":"allow","name":"Admin","permissions":["*:*:*"],"policy_id":"pol-admin","updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Read and write of apps, augmentations, tools and endpoints","effect":"allow","name":"Developer","permissions":["apps:*:read","apps:*:write","augmentations:*:read","augmentations:*:write","tools:*:read","tools:*:write","endpoints:*:read","endpoints:*:write"],"policy_id":"pol-developer","updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Read and trigger of endpoints, read of apps","effect":"allow","name":"Operator","permissions":["endpoints:*:read","endpoints:*:trigger","apps:*:read"],"policy_id":"pol-operator","updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Read of apps, view of analytics","effect":"allow","name":"Viewer","permissions":["apps:*:read","analytics:*:view"],"policy_id":"pol-viewer","updated_at":"2026-11-26T10:57:49.678Z"}],"roles":[{"created_at":"2026-11-26T10:57:49.678Z","description":"May do everything","is_default":false,"name":"Admin","policy_ids":["pol-admin"],"role_id":"rl-admin","sso_group_names":[],"updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Builds apps","is_default":false,"name":"Developer","policy_ids":["pol-developer"],"role_id":"rl-developer","sso_group_names":[],"updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Runs endpoints","is_default":false,"name":"Operator","policy_ids":["pol-operator"],"role_id":"rl-operator","sso_group_names":[],"updated_at":"2026-11-26T10:57:49.678Z"},{"created_at":"2026-11-26T10:57:49.678Z","description":"Looks at apps","is_default":false,"name":"Viewer","policy_ids":["pol-viewer"],"role_id":"rl-viewer","sso_group_names":[],"updated_at":"2026-11-26T10:57:49.678Z"}]},"created_at":"2026-11-26T10:57:49.678Z","created_by":"usr-ab42073d-b670-4bd1-906c-9e88fca556c3","name":"acme","org_id":"acme","sso_connection":null,"updated_at":"2026-11-26T10:57:49.678Z"},"at":"2026-11-26T10:57:49.712Z","before":null,"change_id":"01a21781-2678-711d-b6eb-1e705e53d3a3","org_id":"acme","reason":null,"request_id":null,"revision":1,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":1,"target":{"id":"acme","type":"orgs"}}', '', '245b62f6ef09013833efffb8d3eca38a1b5d3ab95ae90e062cd4b5a9a55b5b21', '01a21781-2678-711d-b6eb-1e705e53d3a3', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 2, 1, '2026-11-26 10:57:49.712+00', 'system', 'member.assign', 'members', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', '{"action":"member.assign","actor":{"id":"system","kind":"system"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-admin","scope":"*"}],"directory":"whole","status":"active","user_id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc"},"at":"2026-11-26T10:57:49.712Z","before":null,"change_id":"01a21781-2678-711d-b6eb-1e705e53d3a3","org_id":"acme","reason":null,"request_id":null,"revision":1,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":2,"target":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","type":"members"}}', '245b62f6ef09013833efffb8d3eca38a1b5d3ab95ae90e062cd4b5a9a55b5b21', '35a30d2ec65aee18d4d495143bf1a312e79a857bd64e7f47cfdc23a8062e7944', '01a21781-2678-711d-b6eb-1e705e53d3a3', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 3, 2, '2026-11-26 10:57:53.028+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'workspace.create', 'workspaces', 'ws-1', '{"action":"workspace.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"created_at":"2026-11-26T10:57:53.022Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"name":"First","org_id":"acme","updated_at":"2026-11-26T10:57:53.022Z","workspace_id":"ws-1"},"at":"2026-11-26T10:57:53.028Z","before":null,"change_id":"01a21781-3380-71e6-9e76-8b9e81ced639","org_id":"acme","reason":null,"request_id":"3d155ce2-91a5-4482-bc3f-0f93c5e9509f","revision":2,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":3,"target":{"id":"ws-1","type":"workspaces"}}', '35a30d2ec65aee18d4d495143bf1a312e79a857bd64e7f47cfdc23a8062e7944', 'cb923ad3f2909b1c5dfdf8becd40ed6c39a26a0311a9ad4817967385dc48b910', '01a21781-3380-71e6-9e76-8b9e81ced639', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 4, 3, '2026-11-26 10:57:53.051+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'policy.create', 'policies', 'pol-01m8br2cwrfbzbrsyy1tycfs34', '{"action":"policy.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"created_at":"2026-11-26T10:57:53.046Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"effect":"allow","name":"Writers","org_id":"acme","permissions":["apps:ws-1:write","members:usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9:read"],"policy_id":"pol-01m8br2cwrfbzbrsyy1tycfs34","resolved_permissions":[{"action":"write","permission":"apps:ws-1:write","resource_id":"ws-1","resource_name":"First","resource_type":"apps"},{"action":"read","permission":"members:usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9:read","resource_id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9","resource_name":null,"resource_type":"members"}],"updated_at":"2026-11-26T10:57:53.046Z"},"at":"2026-11-26T10:57:53.051Z","before":null,"change_id":"01a21781-3397-71df-a3f2-252f091eec19","org_id":"acme","reason":null,"request_id":"97c7d1ed-3f90-497b-bb9f-337e457abd6b","revision":3,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":4,"target":{"id":"pol-01m8br2cwrfbzbrsyy1tycfs34","type":"policies"}}', 'cb923ad3f2909b1c5dfdf8becd40ed6c39a26a0311a9ad4817967385dc48b910', 'e87b8102447cdc4b8c8b8e9df63edbf91a526df632d429b54410f9225aad6783', '01a21781-3397-71df-a3f2-252f091eec19', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 5, 4, '2026-11-26 10:57:53.162+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'role.create', 'roles', 'rl-01m8br2d04f6ab95s9zhxcv0kw', '{"action":"role.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"created_at":"2026-11-26T10:57:53.154Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"is_default":false,"name":"Writer","org_id":"acme","policies":[{"created_at":"2026-11-26T10:57:53.046Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"effect":"allow","name":"Writers","org_id":"acme","permissions":["apps:ws-1:write","members:usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9:read"],"policy_id":"pol-01m8br2cwrfbzbrsyy1tycfs34","resolved_permissions":[{"action":"write","permission":"apps:ws-1:write","resource_id":"ws-1","resource_name":"First","resource_type":"apps"},{"action":"read","permission":"members:usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9:read","resource_id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9","resource_name":null,"resource_type":"members"}],"updated_at":"2026-11-26T10:57:53.046Z"}],"policy_ids":["pol-01m8br2cwrfbzbrsyy1tycfs34"],"role_id":"rl-01m8br2d04f6ab95s9zhxcv0kw","sso_group_names":[],"updated_at":"2026-11-26T10:57:53.154Z"},"at":"2026-11-26T10:57:53.162Z","before":null,"change_id":"01a21781-3404-76e0-97ad-c528714cfd70","org_id":"acme","reason":null,"request_id":"59f37f32-05c5-4b04-ae92-ef9e4d401b34","revision":4,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":5,"target":{"id":"rl-01m8br2d04f6ab95s9zhxcv0kw","type":"roles"}}', 'e87b8102447cdc4b8c8b8e9df63edbf91a526df632d429b54410f9225aad6783', '3d7f24c1096d5321a7cc87f5a11567551307ee571919372cd5bb7ef9b82a9fc5', '01a21781-3404-76e0-97ad-c528714cfd70', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 6, 5, '2026-11-26 10:57:53.262+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'member.assign', 'members', 'usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9', '{"action":"member.assign","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8br2d04f6ab95s9zhxcv0kw","scope":"*"}],"directory":"whole","status":"active","user_id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9"},"at":"2026-11-26T10:57:53.262Z","before":null,"change_id":"01a21781-3469-72d7-9817-4a5c845bd33f","org_id":"acme","reason":null,"request_id":"72f6accb-0ac5-4b21-adaf-c04203c6002f","revision":5,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":6,"target":{"id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9","type":"members"}}', '3d7f24c1096d5321a7cc87f5a11567551307ee571919372cd5bb7ef9b82a9fc5', 'a7fd694c3c9d775bac5498a7158f5d8e660a81784e48ce0d3f3b27ab61e78821', '01a21781-3469-72d7-9817-4a5c845bd33f', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 7, 6, '2026-11-26 10:57:53.282+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'member.role.assign', 'members', 'usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9', '{"action":"member.role.assign","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8br2d04f6ab95s9zhxcv0kw","scope":"*"},{"expires_at":null,"origin":"manual","role_id":"rl-viewer","scope":"workspaces/ws-1"}],"directory":"whole","status":"active","user_id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9"},"at":"2026-11-26T10:57:53.282Z","before":{"assignments":[{"expires_at":null,"origin":"manual","role_id":"rl-01m8br2d04f6ab95s9zhxcv0kw","scope":"*"}],"directory":"whole","status":"active","user_id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9"},"change_id":"01a21781-347e-70e2-8a89-82f2b7c93ca4","org_id":"acme","reason":null,"request_id":"8ef11673-9e3b-44a3-9daf-e9d6595e875b","revision":6,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":7,"target":{"id":"usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9","type":"members"}}', 'a7fd694c3c9d775bac5498a7158f5d8e660a81784e48ce0d3f3b27ab61e78821', '8609a2b135590cdee456bb18a017db7b7ac1ef76559f1c573771c523c1c4610f', '01a21781-347e-70e2-8a89-82f2b7c93ca4', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 8, 7, '2026-11-26 10:57:53.3+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'member.assign', 'members', 'usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0', '{"action":"member.assign","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"assignments":[],"directory":"whole","status":"active","user_id":"usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0"},"at":"2026-11-26T10:57:53.300Z","before":null,"change_id":"01a21781-3491-7488-bf54-7e59563b73d0","org_id":"acme","reason":null,"request_id":"d40973aa-c00f-420d-936c-dcdbdf04a59b","revision":7,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":8,"target":{"id":"usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0","type":"members"}}', '8609a2b135590cdee456bb18a017db7b7ac1ef76559f1c573771c523c1c4610f', '984d89a1112d15e4d28f9bbd450ed5e69cc1ef493a831c309a1512ba03057d79', '01a21781-3491-7488-bf54-7e59563b73d0', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 9, 8, '2026-11-26 10:57:53.317+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'member.remove', 'members', 'usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0', '{"action":"member.remove","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":null,"at":"2026-11-26T10:57:53.317Z","before":{"assignments":[],"directory":"whole","status":"active","user_id":"usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0"},"change_id":"01a21781-34a3-757f-9833-5739e900389f","org_id":"acme","reason":null,"request_id":"3f651e24-eebe-4542-a34b-874ef061d05e","revision":8,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":9,"target":{"id":"usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0","type":"members"}}', '984d89a1112d15e4d28f9bbd450ed5e69cc1ef493a831c309a1512ba03057d79', 'cdf37eac9fbe6f94531a08d00be9baf5b5adb8e680502a5af856152a5ebc8508', '01a21781-34a3-757f-9833-5739e900389f', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 10, 9, '2026-11-26 10:57:53.339+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'resource.create', 'apps', 'a-1', '{"action":"resource.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"attributes":{},"created_at":"2026-11-26T10:57:53.333Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"id":"a-1","name":"App","org_id":"acme","resource_type":"apps","updated_at":"2026-11-26T10:57:53.333Z","workspace_id":"ws-1"},"at":"2026-11-26T10:57:53.339Z","before":null,"change_id":"01a21781-34b6-7024-a87d-409e0802e4e8","org_id":"acme","reason":null,"request_id":"8979fa9a-a59e-42fe-9f18-331bcf91776d","revision":9,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":10,"target":{"id":"a-1","type":"apps"}}', 'cdf37eac9fbe6f94531a08d00be9baf5b5adb8e680502a5af856152a5ebc8508', '7e1dea085b02294214f77dfe608cbae621205f7b5cfb3c3f406e8d973645fa18', '01a21781-34b6-7024-a87d-409e0802e4e8', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 11, 10, '2026-11-26 10:57:53.361+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'policy.create', 'policies', 'pol-01m8br2d6deymab5s2frmaavrs', '{"action":"policy.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"created_at":"2026-11-26T10:57:53.353Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"effect":"allow","name":"Stated","org_id":"acme","owner_role_id":"rl-01m8br2d6ae4p9b2wsbzg4y7hx","permissions":["apps:*:read"],"policy_id":"pol-01m8br2d6deymab5s2frmaavrs","resolved_permissions":[{"action":"read","permission":"apps:*:read","resource_id":null,"resource_name":null,"resource_type":"apps"}],"statement":{"actions":["read"],"effect":"allow","resources":["apps"]},"updated_at":"2026-11-26T10:57:53.353Z"},"at":"2026-11-26T10:57:53.361Z","before":null,"change_id":"01a21781-34ca-73aa-b0d1-ed574d86da03","org_id":"acme","reason":null,"request_id":"1dc4c17a-3a48-452d-807d-950fc2f5df0e","revision":10,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":11,"target":{"id":"pol-01m8br2d6deymab5s2frmaavrs","type":"policies"}}', '7e1dea085b02294214f77dfe608cbae621205f7b5cfb3c3f406e8d973645fa18', '66034e7bdaade26efa2e4f67be8e381f7777cba13461a714af28c825c261e2f9', '01a21781-34ca-73aa-b0d1-ed574d86da03', NULL);
INSERT INTO castellan.audit_entry VALUES ('acme', 12, 10, '2026-11-26 10:57:53.361+00', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc', 'role.create', 'roles', 'rl-01m8br2d6ae4p9b2wsbzg4y7hx', '{"action":"role.create","actor":{"id":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","kind":"member"},"after":{"created_at":"2026-11-26T10:57:53.353Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"is_default":false,"name":"Stated","org_id":"acme","policies":[{"created_at":"2026-11-26T10:57:53.353Z","created_by":"usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc","description":null,"effect":"allow","name":"Stated","org_id":"acme","owner_role_id":"rl-01m8br2d6ae4p9b2wsbzg4y7hx","permissions":["apps:*:read"],"policy_id":"pol-01m8br2d6deymab5s2frmaavrs","resolved_permissions":[{"action":"read","permission":"apps:*:read","resource_id":null,"resource_name":null,"resource_type":"apps"}],"statement":{"actions":["read"],"effect":"allow","resources":["apps"]},"updated_at":"2026-11-26T10:57:53.353Z"}],"policy_ids":["pol-01m8br2d6deymab5s2frmaavrs"],"role_id":"rl-01m8br2d6ae4p9b2wsbzg4y7hx","sso_group_names":[],"updated_at":"2026-11-26T10:57:53.353Z"},"at":"2026-11-26T10:57:53.361Z","before":null,"change_id":"01a21781-34ca-73aa-b0d1-ed574d86da03","org_id":"acme","reason":null,"request_id":"1dc4c17a-3a48-452d-807d-950fc2f5df0e","revision":10,"schema_hash":"98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33","seq":12,"target":{"id":"rl-01m8br2d6ae4p9b2wsbzg4y7hx","type":"roles"}}', '66034e7bdaade26efa2e4f67be8e381f7777cba13461a714af28c825c261e2f9', '4b902b133698b2bcf00c0b52179711c29efb3bb4c09627287b9a2965c5d8bfbd', '01a21781-34ca-73aa-b0d1-ed574d86da03', NULL);
INSERT INTO castellan.member VALUES ('acme', 'alice', 'active', NULL, NULL, NULL, NULL, 0, 0, '{}', '52da8c95-e9bd-4df1-ad63-c4797349200e', '2026-11-26 10:57:49.678+00', 'whole');
INSERT INTO castellan.member VALUES ('acme', 'bob', 'active', NULL, NULL, NULL, NULL, 0, 0, '{}', 'c3cd36ca-6699-4874-b4ca-86620fa4a1f5', '2026-11-26 10:57:53.256+00', 'whole');
INSERT INTO castellan.migration VALUES (1, 1764000000000, 'CreateCastellan1764000000000');
INSERT INTO castellan.migration VALUES (2, 1764500000000, 'PrepareForGrowth1764500000000');
INSERT INTO castellan.migration VALUES (3, 1764600000000, 'CostAtTheLimits1764600000000');
INSERT INTO castellan.migration VALUES (4, 1764700000000, 'SchemaVersions1764700000000');
INSERT INTO castellan.named_id VALUES ('acme', 'ws-1');
INSERT INTO castellan.named_id VALUES ('acme', 'bob');
INSERT INTO castellan.organisation VALUES ('acme', 'acme', NULL, NULL, NULL, '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', 'system');
INSERT INTO castellan.organisation_state VALUES ('acme', 10, 'b8b35171-34a2-43f9-9afc-e24f25740dbc', '89feafc9-36ac-4369-a3cf-7ca0e163fc4b', 6, 6, 2, 1, 12, '4b902b133698b2bcf00c0b52179711c29efb3bb4c09627287b9a2965c5d8bfbd', 'alice', '98ce6145c750c857abb85c369b1b11c984724c1dc6b47854fed7f48cd53ddf33');
INSERT INTO castellan.permission_schema VALUES (true, 'default', 1, 'of-before', '{}');
INSERT INTO castellan.policy VALUES ('acme', 'pol-admin', 'Admin', 'admin', 'Everything', 'allow', NULL, '{*:*:*}', NULL, NULL, true, '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL, 1, 5);
INSERT INTO castellan.policy VALUES ('acme', 'pol-developer', 'Developer', 'developer', 'Read and write of apps, augmentations, tools and endpoints', 'allow', NULL, '{apps:*:read,apps:*:write,augmentations:*:read,augmentations:*:write,tools:*:read,tools:*:write,endpoints:*:read,endpoints:*:write}', NULL, NULL, true, '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL, 8, 122);
INSERT INTO castellan.policy VALUES ('acme', 'pol-viewer', 'Viewer', 'viewer', 'Read of apps, view of analytics', 'allow', NULL, '{apps:*:read,analytics:*:view}', NULL, NULL, true, '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL, 2, 27);
INSERT INTO castellan.policy VALUES ('acme', 'pol-operator', 'Operator', 'operator', 'Read and trigger of endpoints, read of apps', 'allow', NULL, '{endpoints:*:read,endpoints:*:trigger,apps:*:read}', NULL, NULL, true, '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL, 3, 46);
INSERT INTO castellan.policy VALUES ('acme', 'pol-01m8br2cwrfbzbrsyy1tycfs34', 'Writers', 'writers', NULL, 'allow', NULL, '{apps:ws-1:write,members:bob:read}', NULL, NULL, false, '2026-11-26 10:57:53.046+00', '2026-11-26 10:57:53.046+00', 'alice', NULL, 2, 31);
INSERT INTO castellan.policy VALUES ('acme', 'pol-01m8br2d6deymab5s2frmaavrs', 'Stated', NULL, NULL, 'allow', NULL, '{apps:*:read}', 'rl-01m8br2d6ae4p9b2wsbzg4y7hx', '{"effect": "allow", "actions": ["read"], "resources": ["apps"]}', false, '2026-11-26 10:57:53.353+00', '2026-11-26 10:57:53.353+00', 'alice', NULL, 1, 11);
INSERT INTO castellan.policy_name VALUES ('acme', '*:*', 'pol-admin');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:read', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:write', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'augmentations:read', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'augmentations:write', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'endpoints:read', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'endpoints:write', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'tools:read', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'tools:write', 'pol-developer');
INSERT INTO castellan.policy_name VALUES ('acme', 'analytics:view', 'pol-viewer');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:read', 'pol-viewer');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:read', 'pol-operator');
INSERT INTO castellan.policy_name VALUES ('acme', 'endpoints:read', 'pol-operator');
INSERT INTO castellan.policy_name VALUES ('acme', 'endpoints:trigger', 'pol-operator');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:write', 'pol-01m8br2cwrfbzbrsyy1tycfs34');
INSERT INTO castellan.policy_name VALUES ('acme', 'members:read', 'pol-01m8br2cwrfbzbrsyy1tycfs34');
INSERT INTO castellan.policy_name VALUES ('acme', 'apps:read', 'pol-01m8br2d6deymab5s2frmaavrs');
INSERT INTO castellan.removed_member VALUES ('acme', 'carl', 0, '2026-11-26 10:57:53.314+00', '{}');
INSERT INTO castellan.resource VALUES ('acme', 'apps', 'a-1', 'App', NULL, 'ws-1', '{}', '2026-11-26 10:57:53.333+00', '2026-11-26 10:57:53.333+00', 'alice', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-admin', 'Admin', 'admin', 'May do everything', false, true, '0fb5a180-26d5-4a32-b80c-1c20718fe334', '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-developer', 'Developer', 'developer', 'Builds apps', false, true, '40cf2043-39b8-47b9-9441-75ca59f31b3f', '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-operator', 'Operator', 'operator', 'Runs endpoints', false, true, 'f578c8c0-42da-47bf-b3bd-2e499aef39c9', '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-viewer', 'Viewer', 'viewer', 'Looks at apps', false, true, 'a40d7f8a-e5ea-40d6-abb4-902197cce6b1', '2026-11-26 10:57:49.678+00', '2026-11-26 10:57:49.678+00', NULL, NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-01m8br2d04f6ab95s9zhxcv0kw', 'Writer', 'writer', NULL, false, false, '4a63667b-5a24-42b8-a365-d34fb84b9fcf', '2026-11-26 10:57:53.154+00', '2026-11-26 10:57:53.154+00', 'alice', NULL);
INSERT INTO castellan.role VALUES ('acme', 'rl-01m8br2d6ae4p9b2wsbzg4y7hx', 'Stated', 'stated', NULL, false, false, 'cf5b656e-76be-4b46-a781-0bf859ef138b', '2026-11-26 10:57:53.353+00', '2026-11-26 10:57:53.353+00', 'alice', NULL);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-admin', 'pol-admin', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-developer', 'pol-developer', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-viewer', 'pol-viewer', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-operator', 'pol-operator', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-01m8br2d04f6ab95s9zhxcv0kw', 'pol-01m8br2cwrfbzbrsyy1tycfs34', 1);
INSERT INTO castellan.role_policy VALUES ('acme', 'rl-01m8br2d6ae4p9b2wsbzg4y7hx', 'pol-01m8br2d6deymab5s2frmaavrs', 1);
INSERT INTO castellan.used_id VALUES ('acme', 'ws-1', 'workspaces', true, NULL);
INSERT INTO castellan.used_id VALUES ('acme', 'a-1', 'apps', false, NULL);
INSERT INTO castellan.user_reference VALUES ('acme', 'system', 'usr-ab42073d-b670-4bd1-906c-9e88fca556c3');
INSERT INTO castellan.user_reference VALUES ('acme', 'alice', 'usr-bee67e9c-e16b-4f10-b023-d70df2ae24dc');
INSERT INTO castellan.user_reference VALUES ('acme', 'bob', 'usr-10bdd78e-e81a-4d02-b363-76ab4a12bed9');
INSERT INTO castellan.user_reference VALUES ('acme', 'carl', 'usr-255c51c0-5c02-42f6-8f7d-fd8fb1d80fc0');
INSERT INTO castellan.workspace VALUES ('acme', 'ws-1', 'First', 'first', NULL, '2026-11-26 10:57:53.022+00', '2026-11-26 10:57:53.022+00', 'alice', NULL);
ALTER TABLE ONLY castellan.migration
    ADD CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id);
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_pk PRIMARY KEY (org_id, user_id, role_id, scope, origin);
ALTER TABLE ONLY castellan.audit_entry
    ADD CONSTRAINT audit_entry_pk PRIMARY KEY (org_id, seq);
ALTER TABLE ONLY castellan.member
    ADD CONSTRAINT member_pk PRIMARY KEY (org_id, user_id);
ALTER TABLE ONLY castellan.named_id
    ADD CONSTRAINT named_id_pk PRIMARY KEY (org_id, id);
ALTER TABLE ONLY castellan.organisation
    ADD CONSTRAINT organisation_pk PRIMARY KEY (org_id);
ALTER TABLE ONLY castellan.organisation_state
    ADD CONSTRAINT organisation_state_pk PRIMARY KEY (org_id);
ALTER TABLE ONLY castellan.permission_schema
    ADD CONSTRAINT permission_schema_pk PRIMARY KEY (one);
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_name_key UNIQUE (org_id, name_key) DEFERRABLE;
ALTER TABLE ONLY castellan.policy_name
    ADD CONSTRAINT policy_name_pk PRIMARY KEY (org_id, name, policy_id);
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_pk PRIMARY KEY (org_id, policy_id);
ALTER TABLE ONLY castellan.removed_member
    ADD CONSTRAINT removed_member_pk PRIMARY KEY (org_id, user_id);
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_pk PRIMARY KEY (org_id, resource_type, resource_id);
ALTER TABLE ONLY castellan.role
    ADD CONSTRAINT role_name_key UNIQUE (org_id, name_key) DEFERRABLE;
ALTER TABLE ONLY castellan.role
    ADD CONSTRAINT role_pk PRIMARY KEY (org_id, role_id);
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_pk PRIMARY KEY (org_id, role_id, policy_id);
ALTER TABLE ONLY castellan.role_sso_group
    ADD CONSTRAINT role_sso_group_pk PRIMARY KEY (org_id, role_id, group_name);
ALTER TABLE ONLY castellan.used_id
    ADD CONSTRAINT used_id_pk PRIMARY KEY (org_id, id, resource_type);
ALTER TABLE ONLY castellan.user_reference
    ADD CONSTRAINT user_reference_pk PRIMARY KEY (org_id, user_id);
ALTER TABLE ONLY castellan.workspace
    ADD CONSTRAINT workspace_name_key UNIQUE (org_id, name_key) DEFERRABLE;
ALTER TABLE ONLY castellan.workspace
    ADD CONSTRAINT workspace_pk PRIMARY KEY (org_id, workspace_id);
CREATE INDEX assignment_role ON castellan.assignment USING btree (org_id, role_id, user_id);
CREATE INDEX audit_entry_action ON castellan.audit_entry USING btree (org_id, action, seq);
CREATE INDEX audit_entry_actor ON castellan.audit_entry USING btree (org_id, actor_id, seq);
CREATE INDEX audit_entry_at ON castellan.audit_entry USING btree (org_id, at, seq);
CREATE INDEX audit_entry_object ON castellan.audit_entry USING btree (org_id, target_type, target_id, revision DESC);
CREATE INDEX audit_entry_target_id ON castellan.audit_entry USING btree (org_id, target_id, seq);
CREATE INDEX audit_entry_target_type ON castellan.audit_entry USING btree (org_id, target_type, seq);
CREATE INDEX member_unfit ON castellan.member USING btree (org_id, user_id) WHERE (directory = ANY (ARRAY['truncated'::text, 'overflow'::text]));
CREATE INDEX member_user ON castellan.member USING btree (user_id, org_id);
CREATE INDEX policy_everything ON castellan.policy USING btree (org_id, policy_id) WHERE ((effect = 'allow'::text) AND (condition IS NULL) AND ('*:*:*'::text = ANY (permissions)));
CREATE INDEX policy_name_policy ON castellan.policy_name USING btree (org_id, policy_id);
CREATE INDEX policy_owner ON castellan.policy USING btree (org_id, owner_role_id) WHERE (owner_role_id IS NOT NULL);
CREATE INDEX resource_workspace ON castellan.resource USING btree (org_id, workspace_id, resource_type, resource_id);
CREATE INDEX role_default ON castellan.role USING btree (org_id) WHERE is_default;
CREATE INDEX role_policy_policy ON castellan.role_policy USING btree (org_id, policy_id);
CREATE INDEX role_sso_group_name ON castellan.role_sso_group USING btree (org_id, group_name);
CREATE UNIQUE INDEX user_reference_reference ON castellan.user_reference USING btree (org_id, reference);
CREATE TRIGGER audit_entry_no_change BEFORE DELETE OR UPDATE ON castellan.audit_entry FOR EACH ROW EXECUTE FUNCTION castellan.refuse_change_of_audit();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON castellan.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION castellan.refuse_change_of_audit();
CREATE TRIGGER policy_names AFTER INSERT OR UPDATE OF permissions ON castellan.policy FOR EACH ROW EXECUTE FUNCTION castellan.name_policy();
CREATE TRIGGER policy_weight BEFORE INSERT OR UPDATE OF permissions ON castellan.policy FOR EACH ROW EXECUTE FUNCTION castellan.weigh_policy();
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_member_fk FOREIGN KEY (org_id, user_id) REFERENCES castellan.member(org_id, user_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.assignment
    ADD CONSTRAINT assignment_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.audit_entry
    ADD CONSTRAINT audit_entry_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id);
ALTER TABLE ONLY castellan.member
    ADD CONSTRAINT member_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.named_id
    ADD CONSTRAINT named_id_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.organisation_state
    ADD CONSTRAINT organisation_state_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.policy_name
    ADD CONSTRAINT policy_name_policy_fk FOREIGN KEY (org_id, policy_id) REFERENCES castellan.policy(org_id, policy_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.policy
    ADD CONSTRAINT policy_owner_fk FOREIGN KEY (org_id, owner_role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.removed_member
    ADD CONSTRAINT removed_member_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.resource
    ADD CONSTRAINT resource_workspace_fk FOREIGN KEY (org_id, workspace_id) REFERENCES castellan.workspace(org_id, workspace_id);
ALTER TABLE ONLY castellan.role
    ADD CONSTRAINT role_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_policy_fk FOREIGN KEY (org_id, policy_id) REFERENCES castellan.policy(org_id, policy_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_policy
    ADD CONSTRAINT role_policy_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.role_sso_group
    ADD CONSTRAINT role_sso_group_role_fk FOREIGN KEY (org_id, role_id) REFERENCES castellan.role(org_id, role_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.used_id
    ADD CONSTRAINT used_id_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.user_reference
    ADD CONSTRAINT user_reference_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
ALTER TABLE ONLY castellan.workspace
    ADD CONSTRAINT workspace_org_fk FOREIGN KEY (org_id) REFERENCES castellan.organisation(org_id) ON DELETE CASCADE;
SELECT pg_catalog.setval('castellan.migration_id_seq', 4, true);
