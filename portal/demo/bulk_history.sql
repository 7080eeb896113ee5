-- History of applications that have none yet, in one commission: started, frozen, submitted.
-- The chain is computed as ``history.services.chain_hash`` does.
with told as materialized (
  select
    application.id,
    application.city_id,
    '["' || repeat('0', 64) || '","' || application.id || '",1,"application_started",'
      || '"Measured Delegate","delegate","","","'
      || to_char(application.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
      || '+00:00",null,{"reference":"' || application.reference || '"},false]' as started,
    application.reference,
    application.created_at,
    application.submitted_at,
    submission.frozen_at,
    submission.digest
  from application
  left join submission
    on submission.commission_id = application.commission_id
    and submission.application_id = application.id
  where application.commission_id = cast(:commission_id as int)
    and not exists (
      select from history_head
      where history_head.commission_id = application.commission_id
        and history_head.application_id = application.id
    )
),
first_hash as materialized (
  select told.*, encode(sha256(convert_to(started, 'UTF8')), 'hex') as hash_1 from told
),
second_hash as materialized (
  select
    first_hash.*,
    encode(sha256(convert_to(
      '["' || hash_1 || '","' || id || '",2,"application_frozen",'
        || '"Measured Delegate","delegate","","","'
        || to_char(frozen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        || '+00:00",1,{"digest":"' || digest || '"},false]',
      'UTF8'
    )), 'hex') as hash_2
  from first_hash
),
third_hash as materialized (
  select
    second_hash.*,
    encode(sha256(convert_to(
      '["' || hash_2 || '","' || id || '",3,"application_submitted",'
        || '"Measured Delegate","delegate","","","'
        || to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        || '+00:00",1,{"digest":"' || digest || '","late_reason":""},false]',
      'UTF8'
    )), 'hex') as hash_3
  from second_hash
),
entries as (
  insert into history_entry (
    commission_id, city_id, id, application_id, position, event, actor_name, actor_office,
    actor_title, occurred_at, submission_number, details, previous_hash, hash, is_internal,
    shared_at
  )
  select
    cast(:commission_id as int), city_id, gen_random_uuid(), id, position, event,
    'Measured Delegate', 'delegate', '', occurred_at, submission_number, details, previous_hash,
    hash, false, case when event = 'application_submitted' then submitted_at end
  from third_hash
  cross join lateral (
    values
      (1, 'application_started', created_at, null::int,
        jsonb_build_object('reference', reference), repeat('0', 64), hash_1),
      (2, 'application_frozen', frozen_at, 1,
        jsonb_build_object('digest', digest), hash_1, hash_2),
      (3, 'application_submitted', submitted_at, 1,
        jsonb_build_object('digest', digest, 'late_reason', ''), hash_2, hash_3)
  ) as entry (
    position, event, occurred_at, submission_number, details, previous_hash, hash
  )
  where entry.hash is not null
),
heads as (
  insert into history_head (commission_id, city_id, application_id, position, hash)
  select
    cast(:commission_id as int), city_id, id,
    case when hash_3 is not null then 3 when hash_2 is not null then 2 else 1 end,
    coalesce(hash_3, hash_2, hash_1)
  from third_hash
)
select count(*) from third_hash
