-- A tracking database as the collector left it whose last migration was 0002-feedback-edits.
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "experiments" ("workspace_id" text not null, "number" integer not null, "name" text not null, "lifecycle" text not null, "created_ms" bigint not null, "updated_ms" bigint not null, constraint "experiments_key" primary key ("workspace_id", "number"), constraint "experiments_name" unique ("workspace_id", "name"));
CREATE TABLE "trace_tags" ("workspace_id" text not null, "trace_id" text not null, "key" text not null, "value" text not null, constraint "trace_tags_key" primary key ("workspace_id", "trace_id", "key"));
CREATE TABLE "feedback" ("workspace_id" text not null, "id" text not null, "trace_id" text not null, "span_id" text, "name" text not null, "value" text not null, "rationale" text, "source_type" text not null, "source_id" text not null, "created_ns" text not null, "updated_ns" text default '' not null, constraint "feedback_key" primary key ("workspace_id", "id"));
CREATE INDEX "feedback_by_trace" on "feedback" ("workspace_id", "trace_id", "created_ns");
CREATE TABLE "deletions" ("workspace_id" text not null, "trace_id" text not null, "deleted_ms" bigint not null, constraint "deletions_key" primary key ("workspace_id", "trace_id"));
CREATE INDEX "feedback_by_name" on "feedback" ("workspace_id", "name");
CREATE INDEX "trace_tags_by_key" on "trace_tags" ("workspace_id", "key");
insert into kysely_migration values ('0001-experiments-and-notes', '2026-01-01T00:00:00.000Z');
insert into kysely_migration values ('0002-feedback-edits', '2026-01-01T00:00:00.000Z');
insert into kysely_migration_lock values ('migration_lock', 0);
insert into experiments values ('default', 0, 'Default', 'active', 1767225600000, 1767225600000);
insert into experiments values ('default', 1, 'support-bot', 'active', 1767225600001, 1767225600002);
insert into trace_tags values ('default', '00000000000000000000000000000001', 'team', 'support');
insert into feedback values ('default', 'f1', '00000000000000000000000000000001', null, 'helpful', 'true', 'why', 'human', 'me', '01767225600000000000', '01767225600000000001');
insert into deletions values ('default', '00000000000000000000000000000002', 1767225600003);
