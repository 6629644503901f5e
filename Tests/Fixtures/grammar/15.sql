alter event trigger t enable
alter collation coalesce refresh version
alter database handler
alter database t set transaction read only
alter default privileges grant all privileges on schemas to current_role
alter domain a drop default
alter type uncommitted add value 's'
alter extension timestamp update
alter extension numeric drop procedure inner
alter foreign data wrapper a no validator
alter server xmlroot version 's'
alter function verbose security definer restrict
alter group session_user drop user session_user
alter routine is no depends on extension xmlattributes
alter procedure full set schema interval
alter domain explain owner to current_user
alter type bigint set ( b = none )
alter policy bigint on coalesce
alter sequence revoke cycle
alter system reset all
alter materialized view out enable trigger all
alter tablespace extract reset ( options )
alter type precision drop attribute referencing
alter role all reset transaction isolation level
alter role current_user with
alter subscription least disable
alter statistics national set statistics + 10
alter text search configuration greatest drop mapping for a
alter text search dictionary xmlexists ( or )
alter user mapping for session_user server enum options ( drop is )
analyse verbose
call b ( )
checkpoint
close all
cluster verbose
comment on table a is 's'
set constraints all deferred
copy b from 's' with
create access method integer type table handler xmlforest
create table float as table character
create cast ( setof interval day array as timestamp ) with inout
create conversion move for 's' to 's' from row
create domain delete interval hour
create extension t
create foreign data wrapper a
create server b foreign data wrapper xmlnamespaces
create foreign table implicit ( ) server b
create function freeze ( )
create group double with
create materialized view t as table varchar
create operator class xmlpi for type dec array using xmltable as storage setof integer array
create operator family a using aggregate
create publication a
alter operator family smallint using character add storage setof time
create policy between on stored
create language t
create schema b
create temporary sequence document
create temp table backward ( )
create subscription varchar connection 's' publication timestamp
create statistics database on current_schema from xmlexists
create tablespace routine location 's'
create transform for decimal language a ( to sql with function a )
create trigger b before truncate on bigint execute function label ( )
create event trigger b on b execute procedure a ( )
create user nullif
create user mapping for current_role server b
create database a with
deallocate prepare all
declare t cursor for table b
create type b
delete from committed
discard temporary
do 's'
drop cast ( setof time as setof double precision array )
drop operator class b using continue cascade
drop operator family t using precision restrict
drop owned by session_user cascade
drop language constraints restrict
drop subscription t restrict
drop tablespace b
drop transform for setof time language xmlroot restrict
drop user xmlelement
drop user mapping for current_user server trim
drop database t
execute generated
explain execute none
fetch matched
grant all on language time to group current_user
grant select to session_user
import foreign schema row from server sql into characteristics
create unique index on server ( character asc )
insert into of default values
listen xmlexists
refresh materialized view concurrently exists
load 's'
lock implicit
merge into character using xmlattributes on default when not matched then do nothing
notify refresh
prepare real as table a
reassign owned by xmlconcat to class
reindex database concurrently inout
drop aggregate collation ( * ) restrict
drop routine at
alter view int rename to uncommitted
revoke all on domain b from group session_user cascade
revoke select from current_role
create rule a as on update to a do also nothing
security label on function time is 's'
table a
rollback prepared 's'
truncate xmlelement
unlisten *
update treat set t = default
vacuum verbose
reset transaction isolation level
set session transaction not deferrable
show time zone
create temporary view b as table setof
call schemas ( )
create role unknown
alter role session_user with
alter role current_user
create group xmlparse
alter role session_user inherit
alter role current_role with
alter role current_user with password 's'
alter role owned with password $1
alter role a with password null
alter role current_user with encrypted password 's'
alter role current_user encrypted password $1
alter role current_role with inherit
alter role session_user with connection limit + 10
alter role current_user valid until 's'
alter role current_role with user b
alter role xmlexists with
alter user session_user
alter role all reset session authorization
alter role all in database b set session authorization $1
alter role current_user reset transaction isolation level
alter role all set session authorization default
alter user current_role set transaction read only
alter user all set schema $1
drop role current_user
drop role if exists session_user
drop user session_user
drop user if exists validate
drop group session_user
drop group if exists current_user
alter group current_role add user current_user
alter group current_role add user view
alter group left drop user current_user
create schema authorization verbose
create schema trigger
create schema if not exists authorization current_role
create schema if not exists a
create schema xmlforest authorization session_user
create schema authorization session_user
create schema xmlforest create unlogged sequence greatest
create schema alter
create schema b create temp table b ( )
create schema b create index on b ( groups )
create schema a create temp sequence t
create schema b create trigger b before truncate on interval execute procedure binary ( )
create schema label grant all on type whitespace to current_role
create schema tablespace create view uncommitted as table xmltable
set transaction read write
set local session authorization default
set session transaction deferrable
set transaction read only
set session characteristics as transaction not deferrable
set role $1
alter system set precision to - 1.5
alter system set dec = 1.5
alter system set decimal to default
alter system set function = default
set boolean to default
set cascade from current
set time zone default
set schema 's'
set schema $1
set names 's'
set role isnull
set session authorization 's'
set session authorization $1
set session authorization default
set xml option content
set transaction snapshot 's'
show a
show forward . class
alter system set b to 1.5
alter system set schemas to false , $1
alter system set configuration to on
alter system set at to 1.5
alter system set b to $1
set transaction isolation level read uncommitted
set transaction isolation level read committed
set transaction isolation level repeatable read
set transaction isolation level serializable
vacuum ( analyze true )
vacuum ( sysid false )
vacuum ( b on )
vacuum ( insert event )
set time zone 's'
set time zone $1
set time zone b
set time zone interval ( 2 ) 's'
set time zone 1.5
set time zone local
set names default
set names
do language exclude
do language 's'
reset session authorization
reset all
reset time zone
alter system reset vacuum
alter role all set transaction read only
alter role all reset time zone
alter function tablesample reset time zone
show revoke
show transaction isolation level
show session authorization
show all
set constraints out deferred
set constraints all immediate
discard all
discard temp
discard plans
discard sequences
alter table revoke disable trigger user
alter table if exists input disable trigger all
alter table template detach partition varchar
alter table if exists t detach partition coalesce concurrently
alter table all in tablespace out set tablespace publication
alter table all in tablespace real owned by current_role set tablespace session
alter index least enable trigger user
alter index if exists t disable trigger user
alter index b attach partition preserve
alter index all in tablespace uncommitted set tablespace t
alter index all in tablespace hold owned by current_role set tablespace t
alter sequence b disable trigger user
alter sequence if exists xmlnamespaces disable trigger all
alter view a set logged
alter view if exists t disable trigger user
alter materialized view xmlpi enable trigger user
alter materialized view if exists level enable trigger user
alter materialized view all in tablespace xmlforest set tablespace unknown
alter materialized view all in tablespace others owned by session_user set tablespace ref nowait
alter foreign table t set unlogged
alter foreign table if exists xmlparse disable trigger all
alter index a set without cluster
alter index precision disable trigger user , enable trigger user
alter table t attach partition xmlforest default
alter table xmlelement detach partition extract concurrently
alter table decimal detach partition recursive finalize
alter index constraints attach partition b
alter index filter add inherit setof decimal array
alter index character add if not exists nullif setof timestamp
alter index a add column index timestamp
alter index a add column if not exists xmlforest setof interval hour array
alter index owner alter locked drop default
alter index position alter a drop not null
alter index a alter column nullif set not null
alter index xmltable alter t drop expression
alter index b alter privileges drop expression if exists
alter index mapping alter row set statistics 10
alter index b alter 10 set statistics + 2
alter index security alter column insert set ( database )
alter index xmlexists alter varchar reset ( full )
alter index call alter column b set storage publication
alter index nchar alter column conversion set compression default
alter index a alter column a add generated by default as identity
alter index t alter between restart
alter index t alter a drop identity
alter index set alter column a drop identity if exists
alter index interval drop column if exists hour restrict
alter index schema drop column normalize
alter index xmlserialize alter column substring set data type integer array
alter index t alter column hold options ( drop collate )
alter index b add check ( default )
alter index isolation alter constraint compression
alter index action validate constraint refresh
alter index sets drop constraint if exists include restrict
alter index skip drop constraint a restrict
alter index xmlexists set without oids
alter index a cluster on b
alter index b set without cluster
alter index procedures set logged
alter index statement set unlogged
alter index tables enable trigger b
alter index time enable always trigger nchar
alter index treat enable replica trigger t
alter index precision enable trigger all
alter index b enable trigger user
alter index a disable trigger xmlparse
alter index a disable trigger all
alter index varchar disable trigger user
alter index position enable rule xmlexists
alter index greatest enable always rule none
alter index precision enable replica rule unlisten
alter index a disable rule no
alter index truncate inherit a
alter index hold no inherit cache
alter index grouping of whitespace
alter index decimal not of
alter index type owner to session_user
alter index a set access method t
alter index conflict set tablespace xmlroot
alter index b set ( to )
alter index stored reset ( inout )
alter index integer replica identity full
alter index a enable row level security
alter index trim disable row level security
alter index t force row level security
alter index normalized no force row level security
alter index a options ( drop current_catalog )
alter domain t set default default
alter domain privileges drop default
drop subscription minute cascade
drop subscription xmlattributes restrict
drop subscription time
alter index b alter column b type timestamp array collate support
alter index xmlnamespaces alter column char type setof dec array
alter index over alter column xmlelement type setof numeric array using default
alter index a alter column b type setof timestamp
alter index deallocate replica identity nothing
alter index interval replica identity full
alter index timestamp replica identity default
alter index time replica identity using index content
alter tablespace extension set ( t )
create tablespace t location 's' with ( bit )
create tablespace uescape location 's'
alter tablespace boolean set ( current_catalog )
alter tablespace definer set ( trim , nchar )
alter tablespace t set ( isnull = - 1.5 )
alter tablespace a set ( join )
alter tablespace template set ( coalesce . delimiters = none )
alter tablespace local set ( concurrently . false )
alter index substring alter chain restart
alter index t alter column b restart restart
alter index t alter bigint restart
alter index xmlexists alter column t restart with - 1.5
alter index xmlpi alter column xmlserialize set no cycle
alter index b alter a set generated always
alter table out attach partition interval for values in ( default )
alter table b attach partition a for values from ( default ) to ( default )
alter table exists attach partition xmlattributes default
alter type template drop attribute scroll
alter type abort drop attribute a
alter type t drop attribute float , drop attribute interval cascade
alter type t add attribute inherits setof time array
alter type hold drop attribute if exists a cascade
alter type b drop attribute generated restrict
alter type character alter attribute exists type setof int
close force
copy binary b to stdout with
copy binary cube from stdin
copy binary a to stdin with
copy binary exists from stdout with
copy binary between from program 's' with
copy transform from stdout with
copy binary out from program 's' with
copy binary char from stdin csv
copy binary xmlconcat to program 's' with binary
copy binary real to stdout with freeze
copy binary unbounded from stdin null 's'
copy binary setof to stdin with csv
copy binary b to stdin with quote 's'
copy binary trim from program 's' escape as 's'
copy a from program 's' with force quote decimal
copy binary a to program 's' force not null t
copy binary xmlnamespaces from stdin with force null no
copy t from stdout delimiters 's'
copy binary decimal to stdout using delimiters 's' with
copy binary b from program 's' delimiters 's' with
copy binary a to stdin with ( localtimestamp * , intersect )
copy binary encrypted to stdout with ( b - 1.5 )
copy b from stdout with ( outer true )
copy binary leakproof to program 's' with ( array 1.5 )
copy off to 's' with ( a ( true ) )
copy binary normalized to stdout ( current_date )
copy a from stdout with ( order ( true , on ) )
copy setof from program 's' ( smallint ( false ) )
create temporary table notify ( ) without oids
create table if not exists t ( )
create table a of row
create local temporary table if not exists template of xmlelement without oids
create global temp table a partition of treat default
create temporary table if not exists hold partition of dec default without oids
create temporary sequence excluding
create temp sequence exclusive
create local temporary sequence numeric
create local temp sequence b
create global temporary sequence b
create global temp sequence write
create unlogged sequence add
create sequence others
create foreign table notify ( like exclude ) server maxvalue
create foreign table b ( ) server zone
create unlogged table t of b ( sequences )
create temporary table t of xmlpi
create foreign table overlay ( like a ) server skip
create foreign table xmlconcat ( like b , like nullif ) server b
create unlogged table assertion of a ( t )
create unlogged table b of t ( substring , range )
create foreign table national ( t time array ) server b
create foreign table a ( like action ) server t
create foreign table a ( check ( default ) ) server a
create table coalesce of replace ( a )
create unlogged table xmlforest of t ( check ( default ) )
alter index row add a real
create unlogged table a of nchar ( decimal )
create temp table current of unlisten ( forward with options )
alter index interval alter b set compression b
alter index interval alter column release set compression default
alter index maxvalue add float timestamp array compression xmlserialize
alter index t add xmlexists timestamp
create domain xmlelement time array not null
create domain partition as setof boolean array
create domain event as setof time array constraint between not null
create domain between setof smallint null
create domain xmlconcat interval hour array not deferrable
create domain materialized timestamp collate b
create domain b as interval year array not null
create domain normalize setof interval minute array null
create domain cluster as numeric unique nulls distinct
create domain label interval year array primary key
create domain depends as setof float check ( default )
create domain real as real array default current_time
create domain b as interval day generated by default as identity
alter domain t add unique nulls distinct ( b )
alter domain b add unique nulls not distinct ( a )
alter domain extract add unique ( off )
alter index b alter a add generated always as identity
alter index exists alter column security add generated by default as identity
create domain t as setof interval day array deferrable
create domain t setof dec array not deferrable
create domain float smallint array initially deferred
create domain substring setof interval day array initially immediate
create foreign table extension ( like scroll ) server a
create foreign table detach ( like including including indexes ) server timestamp
create foreign table alter ( like xmlelement excluding generated ) server t
create foreign table b ( like extension ) server old
create foreign table row ( like t including comments ) server t
create foreign table greatest ( like b including compression ) server t
create foreign table hour ( like substring including constraints ) server xmlpi
create foreign table a ( like between including defaults ) server match
create foreign table load ( like overlay including identity ) server none
create foreign table real ( like aggregate including generated ) server depends
create foreign table b ( like t including indexes ) server setof
create foreign table t ( like first including statistics ) server xmlparse
create foreign table cube ( like grouping including storage ) server delimiter
create foreign table least ( like treat including all ) server copy
alter domain old add constraint t check ( default )
alter domain a add check ( default )
alter domain reset add check ( default )
alter domain execute add unique nulls distinct ( standalone )
alter domain timestamp add unique using index action
alter domain assertion add primary key ( char )
alter domain exists add primary key using index b
alter domain extract add exclude ( current_user with = )
alter domain integer add foreign key ( a ) references function
create domain return as setof dec array check ( default ) no inherit
create domain exclude as integer array check ( default )
grant select ( b ) to current_role
grant select to current_role
grant select ( t ) to notify
grant select ( trim , leakproof ) to collation
grant select ( greatest ) to session_user
alter domain comment add unique ( xmltable ) include ( types )
alter domain values add unique ( b )
create domain a interval references b match full
create domain bit setof interval month array references nchar match simple
create domain b interval month array references first
alter domain include add exclude ( current_date asc with < )
alter domain data add exclude ( b asc with + , t desc with / )
alter domain granted add exclude ( localtime asc with ~ )
alter domain reset add exclude ( current_time asc with operator ( * ) )
create domain wrapper as double precision references document on update cascade
create domain overlay setof smallint references volatile on delete cascade
create domain filter as integer array references strip on update cascade on delete restrict
create domain character as interval day references xmlexists on delete cascade on update no action
create domain t as setof interval day array references none
create domain prepare as time references b on update restrict
create domain t setof interval month references assertion on delete cascade
create domain locked setof decimal references position on delete no action
create domain inout as setof time array references t on delete restrict
create domain grouping as integer references xmlserialize on delete cascade
create domain t interval minute array references rule on delete set null
create domain dec interval hour array references treat on delete set default
create foreign table char ( ) inherits ( national ) server between
create foreign table coalesce ( ) server a
create temp table precision ( ) partition by t ( localtimestamp )
create unlogged table b ( )
create temporary table off ( ) partition by real ( current_time )
create temporary table b ( ) partition by normalized ( user )
create temporary table identity ( ) partition by assignment ( b , routine )
create unlogged table show ( ) partition by replace ( a )
create temp table int ( ) partition by breadth ( user )
create temporary table least ( ) partition by expression ( ( default ) )
create unlogged table a ( ) using t
create table b ( )
create unlogged table force ( ) with ( localtimestamp )
create temporary table trim ( ) without oids
create table rename ( )
create unlogged table b ( ) on commit drop
create temp table real ( ) on commit delete rows
create table coalesce ( ) on commit preserve rows
create temp table setof ( )
create temporary table t ( ) tablespace b
create unlogged table strict ( )
alter domain b add unique ( a ) using index tablespace aggregate
alter domain nfc add unique ( xmlnamespaces )
alter domain values add unique using index statistics
create statistics groups on current_user from localtimestamp
create statistics if not exists b on current_catalog from varying
create statistics nullif on current_date from current_time
create statistics character on current_role , b from b
create statistics trim on b from unknown
create statistics t on current_date from localtime
create statistics inherits on ( default ) from localtime
alter statistics xmltable set statistics 10
alter statistics if exists none set statistics + 2
create local temp table return as table char with data
create unlogged table if not exists including as table t with data
create table t as execute forward
refresh materialized view concurrently restrict with data
refresh materialized view a with no data
refresh materialized view t
create materialized view routines as table xmlroot with data
create unlogged materialized view if not exists move as table a
create materialized view xmlforest as table t
create unlogged materialized view integer as table a
create materialized view stable as table procedural
refresh materialized view ties with data
create temp sequence smallint
create global temp sequence if not exists t
alter sequence preserve no maxvalue
alter sequence if exists b no cycle
create sequence identity no cycle
create sequence b
alter index t alter column row add generated by default as identity ( no minvalue )
alter index publication alter column interval add generated by default as identity
alter sequence extract no cycle
alter sequence preserve no minvalue no minvalue
alter sequence treat as real
alter sequence a cache - 1.5
alter sequence timestamp cycle
alter sequence t no cycle
alter sequence least increment + 1.5
alter sequence char maxvalue + 1.5
alter sequence greatest minvalue + 1.5
alter sequence a no maxvalue
alter sequence logged no minvalue
alter sequence sequence owned by substring
alter sequence out sequence name a
alter sequence t start with 1.5
alter sequence smallint restart
alter sequence b restart with + 1.5
alter sequence a increment by + 1.5
alter sequence substring increment - 1.5
alter large object 1.5 owner to unlogged
alter large object + 1.5 owner to session_user
alter large object - 1.5 owner to current_user
alter large object + 10 owner to xmlexists
grant all on large object + 1.5 to session_user
grant all on large object + 1.5 , + 1.5 to current_role
create trusted procedural language t
create language temp handler a
create trusted procedural language relative
create language normalize
create access method char type table handler xmlpi
create access method real type index handler xmlnamespaces . t
create language document handler nchar inline until
create trusted language t handler unknown
create procedural language t handler minvalue validator nullif
create language extract handler indexes no validator
create trusted procedural language t handler mapping no validator
create trusted procedural language a handler b
create trusted procedural language range
create trusted language least
create tablespace bit location 's'
create tablespace xmlexists owner session_user location 's'
create tablespace include location 's'
drop tablespace real
drop tablespace if exists method
create extension a
create extension if not exists handler with
create extension t with cascade
create extension normalized
create extension greatest schema t
create extension minute version 's'
create extension columns cascade
alter extension b update
alter extension vacuum update to isnull
alter extension decimal update
alter extension trim update to 's'
alter extension row drop database position
alter extension revoke add table b
alter extension b drop aggregate alter ( * )
alter extension boolean add cast ( timestamp as setof boolean )
alter extension b drop domain boolean array
alter extension t add function similar
alter extension xmlexists add operator class int using b
alter extension b drop operator family integer using b
alter extension a add procedure bigint
alter extension xmlpi drop routine authorization
alter extension a add transform for boolean array language large
alter extension a drop type setof time
create foreign data wrapper partial
alter foreign data wrapper action handler minute
alter foreign data wrapper oids no handler
alter foreign data wrapper xmlelement validator b
alter foreign data wrapper stdin no handler
alter foreign data wrapper wrapper no handler no validator
create foreign data wrapper generated no validator
create foreign data wrapper zone
alter foreign data wrapper xmlparse options ( drop depth )
alter foreign data wrapper procedure no handler
create foreign data wrapper class options ( finalize 's' )
create foreign data wrapper encoding
create foreign data wrapper explain options ( is 's' )
create foreign data wrapper least options ( outer 's' , parallel 's' )
alter server set options ( drop end )
alter server xmltable options ( drop a )
alter server excluding options ( drop b , drop varchar )
alter server xmlelement options ( outer 's' )
alter server between options ( set bigint 's' )
alter server varying options ( add b 's' )
alter server bit options ( drop null )
alter server forward options ( write 's' )
alter server row options ( drop t )
alter server type options ( xmlconcat 's' )
create server t foreign data wrapper load
create server if not exists a foreign data wrapper t
create server t type 's' foreign data wrapper time
create server coalesce foreign data wrapper a
alter server overlay version 's'
alter server b version null
create server read version null foreign data wrapper integer
create server passing foreign data wrapper after
alter server t version null options ( drop a )
alter server a version null
alter server a options ( drop insensitive )
create foreign table a ( ) server rollup
create foreign table if not exists time ( ) server a
create foreign table least partition of show default server b
create foreign table if not exists checkpoint partition of options default server role
import foreign schema time from server position into xmlconcat
import foreign schema trusted limit to ( overlay ) from server between into t
import foreign schema time except ( support ) from server dec into t
import foreign schema xmlconcat except ( each ) from server show into xmlpi
import foreign schema a from server insert into ordinality
create user mapping for user server b
create user mapping if not exists for current_role server b
drop user mapping for t server a
drop user mapping for user server constraints
drop user mapping for user server standalone
drop user mapping if exists for user server t
alter user mapping for user server nchar options ( drop session_user )
alter policy smallint on numeric
alter policy overlay on replica using ( default )
alter policy relative on grouping
alter policy time on csv with check ( default )
alter policy enable on a
create policy t on int to current_user
create policy reset on a
alter policy t on t to time
alter policy finalize on include
create policy a on a
create policy grouping on dec for all
create policy a on subscription
create policy t on t for all
create policy views on minvalue for select
create policy b on a for insert
create policy xmltable on csv for update
create policy committed on t for delete
create access method commit type table handler also
create access method t type index handler t
create access method between type table handler a
create trigger b after delete on alter execute function concurrently ( )
create constraint trigger b after truncate on character for each row execute function ilike ( )
create trigger a before delete on call execute procedure a ( )
create trigger b after truncate on b execute procedure verbose ( )
create trigger substring instead of delete on t execute procedure is ( )
create trigger stable before update on value execute procedure verbose ( )
create trigger a before insert on nchar execute procedure assignment ( )
create trigger explain after delete on cascade execute procedure authorization ( )
create trigger a instead of update on precision execute procedure verbose ( )
create trigger national instead of update of listen on t execute procedure day ( )
create trigger float instead of truncate on policy execute function copy ( )
create trigger nchar instead of insert on start referencing new table as xmlforest execute procedure session ( )
create trigger valid before delete on database execute procedure t ( )
create trigger t after delete on a referencing new row as b execute function deallocate ( )
create trigger method after insert on t referencing old table as b old row as t execute function right ( )
create trigger xmlnamespaces instead of insert on a referencing new table setof execute procedure mode ( )
create trigger procedures after update on depth referencing new row as sets execute procedure freeze ( )
create trigger a instead of delete on b referencing old row as boolean execute procedure b ( )
create trigger savepoint instead of insert on declare referencing old table as t execute function left ( )
create trigger integer after delete on option referencing new row a execute function natural ( )
create trigger national before truncate on xmlparse referencing old row as b execute function t ( )
create trigger t instead of delete on a for row execute procedure nfc ( )
create trigger b instead of insert on xmlattributes execute procedure concurrently ( )
create trigger a instead of update on method for each row execute function of ( )
create trigger a after insert on xmlserialize for statement execute procedure a ( )
create trigger prepare after update on functions for row execute function a ( )
create trigger bit after delete on t for each statement execute procedure full ( )
create trigger exists before truncate on t when ( default ) execute function t ( )
create trigger a before update on overlay execute function join ( )
create event trigger a on b execute function binary ( )
create event trigger b on least execute procedure reset ( )
create trigger b before truncate on t execute function validator ( 1.5 )
create trigger out instead of update on no execute function cross ( 1 , 's' )
create trigger b before delete on least execute procedure a ( )
create trigger extract after insert on truncate execute procedure a ( 10 )
create trigger t before insert on a execute procedure t ( 1.5 )
create trigger t after update on values execute function cross ( 's' )
create trigger immutable before update on import execute procedure t ( cross )
create constraint trigger t after delete on xmlexists from b for each row execute procedure t ( )
create constraint trigger a after truncate on procedures for each row execute function a ( )
create event trigger prior on nfkc execute function t ( )
create event trigger b on xmlattributes when over in ( 's' ) execute function connection ( )
create event trigger whitespace on full when locked in ( 's' ) execute function rows ( )
create event trigger precision on b when b in ( 's' ) and b in ( 's' ) execute function a ( )
create event trigger sequences on overlay when continue in ( 's' ) execute procedure a ( )
create event trigger t on group when b in ( 's' ) execute function instead ( )
create event trigger b on csv when location in ( 's' , 's' ) execute procedure operator ( )
alter event trigger coalesce enable
alter event trigger b enable
alter event trigger nullif enable replica
alter event trigger a enable always
alter event trigger nullif disable
create or replace aggregate inner ( * ) ( b )
create aggregate b ( a = none )
create operator ~ ( like )
create type national ( a )
create type cluster
create type bigint as ( )
create type overlay as enum ( )
create type none as range ( current_schema )
create text search parser escape ( xmlserialize )
create text search dictionary dec ( whitespace )
create text search template server ( column )
create text search configuration truncate ( b )
create collation session ( a )
create collation if not exists domain ( b )
create collation discard from partial
create collation if not exists repeatable from row
create operator || ( schema )
create operator - ( key )
create operator <= ( a , initially )
create operator || ( left = current_timestamp )
create operator || ( initially )
create operator ~ ( collation = setof boolean )
create operator < ( insensitive = order )
create operator <= ( table = ~ )
create operator ~ ( both = - 1.5 )
create operator >= ( only = 's' )
create operator < ( inner = none )
create aggregate tablesample ( t = none )
create aggregate varying ( t = intersect )
create aggregate freeze ( a = group , b = - 1.5 )
create aggregate right ( a = 's' )
create type inout as enum ( 's' )
create type depth as enum ( )
create type a as enum ( 's' )
create type b as enum ( 's' , 's' )
alter type a add value 's'
alter type xmlelement add value 's' before 's'
alter type within add value 's' after 's'
alter type int rename value 's' to 's'
alter type t add value if not exists 's'
alter type xmlnamespaces add value 's'
create operator class header default for type setof smallint array using refresh as function 2 input
alter operator family a using option add function 2 join
alter operator family t using varchar add storage setof timestamp , function 2 t
alter operator family treat using b add operator 10 ~ for search recheck
alter operator family inherits using unknown add function 1 hold
alter operator family a using sysid add function 10 ( setof timestamp ) like
alter operator family a using b add storage setof decimal
create default conversion a for 's' to 's' from t
create conversion time for 's' to 's' from always
create operator class over default for type setof interval month array using float family t as storage setof timestamp array
create operator class t default for type setof integer using ordinality as function 2 binary
alter operator family coalesce using notify add operator 2 ~ for search
alter operator family a using enum add operator 2 >= for order by prepare
alter operator family b using xmlelement add operator 2 || recheck
alter operator family values using xmlpi add operator 1 ~ recheck
alter operator family instead using trusted add operator 2 ~
create operator family of using minute
alter operator family time using connection add storage setof interval minute
alter operator family a using nowait drop function 1 ( setof numeric array )
alter operator family t using numeric drop function 2 ( interval minute )
alter operator family deallocate using a drop function 2 ( setof bigint array ) , operator 10 ( interval year )
alter operator family greatest using compression drop operator 1 ( dec array )
alter operator family float using t drop function 10 ( setof numeric )
drop operator class xmlnamespaces using xmltable cascade
drop operator class if exists decimal using smallint cascade
drop operator family a using server
drop operator family if exists extension using setof restrict
drop owned by b
reassign owned by session_user to session_user
drop sequence if exists procedures restrict
drop foreign table each cascade
drop schema if exists overriding restrict
drop access method storage restrict
drop rule t on a restrict
drop policy if exists b on b
drop type setof decimal array restrict
drop type if exists interval month array cascade
drop domain time array
drop domain if exists interval month restrict
drop index concurrently cube
drop index concurrently if exists xmlattributes
drop table t
drop sequence prepare restrict
drop view xmlelement
drop materialized view cycle cascade
drop index external cascade
drop foreign table xmlnamespaces
drop collation substring cascade
drop conversion t restrict
drop statistics t
drop text search parser coalesce cascade
drop text search dictionary begin
drop text search template t restrict
drop text search configuration xmlexists restrict
comment on language a is 's'
comment on database nfkd is 's'
comment on role t is 's'
comment on subscription a is null
comment on tablespace characteristics is 's'
drop access method b
drop event trigger notify
drop extension no
drop foreign data wrapper numeric restrict
drop language compression
drop publication a
drop schema admin
drop server between cascade
drop policy none on connection
drop rule a on t restrict
drop trigger xmlparse on b
drop collation between
drop statistics out , declare cascade
create type leakproof
create type dec . is
create type varchar . concurrently
create type t . similar . bit
drop type setof timestamp
drop type timestamp array , setof timestamp restrict
truncate t cascade
truncate table b continue identity
truncate functions restart identity
truncate values
comment on collation header is 's'
comment on column xmlpi is null
comment on tablespace xmlpi is 's'
comment on type setof integer array is 's'
comment on domain timestamp array is null
comment on aggregate begin ( * ) is null
comment on function national is null
comment on constraint of on decimal is null
comment on constraint real on domain grouping is null
comment on policy b on b is null
comment on procedure outer is 's'
comment on routine ilike is 's'
comment on transform for interval day language t is null
comment on operator class version using a is 's'
comment on operator family greatest using extract is null
comment on large object - 1.5 is 's'
comment on cast ( int array as setof time array ) is 's'
comment on column t is 's'
comment on column a is null
security label on statistics nfkd is 's'
security label on column t is 's'
security label on subscription vacuum is 's'
security label on type setof timestamp array is null
security label on domain timestamp array is null
security label on aggregate system ( * ) is null
security label on function is is 's'
security label on large object 1.5 is null
security label on procedure xmlforest is null
security label on routine cache is 's'
security label for decimal on column attach is null
security label on column float is null
security label on column views is 's'
security label on column char is null
fetch rollback
move b
fetch t
fetch from b
fetch next from xmlnamespaces
fetch prior from xmlserialize
fetch first from varchar
fetch last in b
fetch absolute - 2 from b
fetch relative + 10 xmlparse
fetch - 2 in constraints
fetch all procedures
fetch forward storage
fetch forward - 1 label
fetch forward all delimiter
fetch backward from t
fetch backward - 2 in xmlparse
fetch backward all from b
fetch from xmlconcat
fetch in xmltable
fetch next in t
fetch next xmlnamespaces
grant all privileges on function notnull to group current_user
revoke all on type local from current_user restrict
revoke grant option for all privileges on language xmlserialize from group current_user
grant select on routine xml to group current_user
grant all on a to group current_user
grant all privileges on function notnull to current_user
grant all ( setof ) on procedure by to session_user
grant all privileges ( a ) on domain bit to current_role
grant select to xmlelement
grant references , t to current_user
grant references to current_user
grant create to current_role
grant alter system to current_role
grant admin to current_role
grant all privileges on parameter t to group current_role
grant all privileges on parameter program , minute to current_role
grant all privileges on parameter a to session_user
grant all privileges on parameter setof . b to current_user
grant all on temporary to group current_user
grant all privileges on table release to session_user
grant all privileges on sequence xmlforest to group a
grant all on foreign data wrapper a to group current_user
grant all on foreign server zone to session_user
grant all on function t to group session_user
grant all privileges on procedure nullif to group current_user
grant all privileges on routine authorization to group current_role
grant all privileges on database invoker to rollback
grant all on domain character to ties
grant all privileges on language defaults to current_role
grant all privileges on large object + 1.5 to group session_user
grant all on parameter trim to group current_user
grant all privileges on schema t to session_user
grant all on tablespace xmlpi to current_user
grant all privileges on type cycle to group current_role
grant all on all tables in schema xmltable to session_user
grant all privileges on all sequences in schema between to group until
grant all on all functions in schema second to current_user
grant all privileges on all procedures in schema a to group b
grant all on all routines in schema a to group current_user
grant all privileges on parameter int to group is
grant all privileges on database program to include , group session_user
grant all on by to session_user
grant all privileges on table header to group current_role
grant all on table xmltable to group current_user with grant option
grant all privileges on schema preserve to group current_user
grant references to session_user
revoke xmltable from current_user cascade
revoke admin option for create from current_role restrict
grant create to current_role with admin option
grant alter system to current_user
grant create to session_user granted by current_role
grant create to current_user
alter default privileges grant all privileges on types to group current_user
alter default privileges for role session_user revoke all privileges on tables from t cascade
alter default privileges grant all on types to version
alter default privileges in schema temporary revoke all on schemas from group current_role restrict
alter default privileges for role session_user revoke all privileges on tables from group current_role restrict
alter default privileges for user current_role revoke all on types from session_user restrict
alter default privileges grant all on functions to between
alter default privileges revoke all privileges on routines from group session_user cascade
alter default privileges revoke grant option for all privileges on sequences from group session_user cascade
alter default privileges grant all privileges on tables to group precision
alter default privileges grant all privileges on functions to group current_role
alter default privileges grant all on routines to current_user
alter default privileges grant all privileges on sequences to current_user
alter default privileges grant all privileges on types to current_user
alter default privileges grant all on schemas to current_user
create index concurrently on coalesce ( constraints desc ) nulls distinct
create unique index concurrently if not exists b on locked ( current_schema ) nulls distinct
create unique index on a ( delete )
create index on new ( current_date asc )
reindex table concurrently tablespace
reindex table b
create unique index concurrently generated on publication ( current_date desc )
create index on b ( b )
create unique index on b using a ( text asc )
create unique index concurrently on substring ( user desc )
create index concurrently on work ( xmlconcat )
create index concurrently on version ( current_date , exists asc )
create index concurrently on always ( exclude asc nulls first )
create unique index on dec ( coalesce boolean ( collation ) asc nulls last )
create unique index concurrently on a ( commit desc )
create unique index on boolean ( current_time desc )
create index on a ( ( default ) )
create index on xmlparse ( current_timestamp desc ) include ( detach desc )
create unique index on breadth ( current_schema asc )
create index concurrently on values ( current_schema desc ) include ( current_date )
create index on b ( implicit ) include ( referencing asc , t )
create index concurrently on a ( last collate prepare )
create index on b ( t asc )
create unique index on a ( t treat asc )
create unique index on character ( exclude asc )
table definer order by default asc
table a order by default desc
table decimal order by default
table t order by default asc nulls first
table delimiters order by default asc nulls last
table xmlexists order by default asc
create function t ( ) returns setof smallint
create or replace function left ( ) returns table ( enable setof decimal )
create function similar ( )
create procedure b ( )
create or replace trusted language relative
create trusted procedural language normalized
drop function a ( setof time array ) cascade
drop function temp ( ) cascade
drop function verbose ( timestamp array ) cascade
drop function unknown ( real array , setof timestamp array ) cascade
drop function verbose
drop function full , full restrict
drop function a ( ) cascade
drop function authorization restrict
drop function b restrict
create function isolation ( timestamp )
create function oids ( )
create function is ( timestamp )
create function current_schema ( decimal , setof integer )
create function t ( out concurrently setof smallint )
create function t ( language inout setof timestamp )
create function a ( b setof timestamp array )
create function deferred ( variadic interval month array )
create function inner ( interval day )
create function types ( in setof timestamp )
create function natural ( out setof interval month )
create function t ( inout decimal )
create function b ( in out setof interval minute array )
create function is ( variadic setof real array )
call temp ( variadic t := default )
create function join ( ) returns decimal
create function unencrypted ( ) returns setof time array
create function call ( ) returns a . xmlserialize % type
create function explain ( ) returns setof full . immutable % type
create function a ( double precision array )
create function full ( setof interval day array default default )
create function notnull ( float = default )
drop aggregate a ( setof decimal array ) cascade
drop aggregate delimiters ( * )
drop aggregate work ( timestamp array ) restrict
drop aggregate nfc ( order by setof timestamp ) cascade
drop aggregate b ( time array order by interval day )
drop aggregate inner ( setof float array ) cascade
drop aggregate a ( time , setof interval month ) restrict
drop aggregate old ( * ) restrict
drop aggregate notnull ( * )
drop aggregate connection ( * ) , b ( * ) cascade
create function large ( ) window
create function right ( )
create function current_schema ( ) window
create function snapshot ( ) window leakproof
alter function a called on null input
alter function least returns null on null input
alter function int strict
alter function natural immutable restrict
alter function t stable restrict
alter function tablesample volatile restrict
alter function transform external security definer
alter function xmlattributes external security invoker
alter function interval security definer restrict
alter function outer security invoker
alter function current_schema leakproof
alter function t not leakproof
alter function similar cost + 1.5 restrict
alter function collation rows + 1.5
alter function overlay support called restrict
alter function exists reset all
alter function after parallel rollback
create function a ( ) as 's'
create function freeze ( ) language verbose
create function vacuum ( ) transform for type setof interval
create function refresh ( ) window
create function b ( ) volatile
create function lock ( ) as 's' , 's'
create function t ( ) return default
create function b ( ) return default
create function similar ( ) begin atomic end
create function a ( )
create function outer ( ) begin atomic ; end
create function a ( ) begin atomic end
create function is ( ) begin atomic checkpoint ; end
create function b ( ) begin atomic return default ; end
create function a ( ) transform for type setof smallint array
create function a ( ) transform for type setof interval year array , for type boolean array
create publication coalesce with ( nfd )
create publication b
create function a ( ) returns table ( t setof timestamp )
create function join ( ) returns table ( language setof numeric array )
create function t ( ) returns table ( binary setof timestamp array , right setof time )
alter function natural leakproof restrict
alter procedure right leakproof restrict
alter routine current_schema security definer
alter function similar not leakproof restrict
alter function current_schema volatile security invoker
alter function verbose security invoker restrict
alter function lock not leakproof
drop function if exists similar
drop procedure similar restrict
drop procedure if exists normalize
drop routine full
drop routine if exists b cascade
drop aggregate t ( * ) cascade
drop aggregate if exists notnull ( * ) restrict
drop operator || ( int array , setof timestamp array ) restrict
drop operator || ( none , setof real ) cascade
drop operator ~ ( interval minute , none )
create operator || ( null )
create operator b . || ( t )
do 's' 's'
do language b
create cast ( setof dec as setof interval array ) with function b as assignment
create cast ( timestamp as setof double precision ) without function as implicit
create cast ( interval day as setof time array ) with inout
create cast ( setof timestamp as setof double precision ) without function as implicit
create cast ( setof double precision array as setof interval ) without function as assignment
create cast ( setof numeric as setof time ) without function
drop cast if exists ( dec array as interval month )
drop transform if exists for timestamp array language nowait
drop transform for setof numeric array language t
create transform for time language xmlexists ( to sql with function b )
create transform for integer array language substring ( from sql with function b , to sql with function passing )
create transform for setof timestamp language xmlparse ( to sql with function tablesample , from sql with function a )
create transform for setof double precision language b ( from sql with function freeze )
create transform for real language xmlpi ( to sql with function overlaps )
drop transform if exists for interval minute array language t
reindex index substring
reindex schema concurrently procedure
reindex ( analyze ) index concurrently by
reindex ( analyze ) schema none
reindex index xmlforest
reindex table concurrently b
reindex schema concurrently t
reindex system types
reindex database a
alter tablespace a set ( left )
alter tablespace varchar reset ( coalesce )
alter aggregate t ( * ) rename to a
alter collation b rename to b
alter conversion owned rename to least
alter database exclude rename to b
alter domain a rename to dec
alter domain extension rename constraint trim to instead
alter foreign data wrapper breadth rename to boolean
alter function smallint rename to cube
alter procedural language program rename to a
alter operator class character using t rename to grouping
alter operator family xmlserialize using t rename to local
alter policy a on a rename to routine
alter policy if exists t on if rename to coalesce
alter procedure b rename to hold
alter publication attribute rename to b
alter routine binary rename to b
alter schema b rename to inout
alter server xmlserialize rename to until
alter subscription quote rename to between
alter table xmlserialize rename to least
alter table if exists referencing rename to listen
alter sequence passing rename to oids
alter sequence if exists routines rename to t
alter view mode rename to t
alter view if exists b rename to between
alter materialized view a rename to server
alter materialized view if exists t rename to t
alter index nullif rename to smallint
alter index if exists b rename to t
alter foreign table t rename to nullif
alter foreign table if exists cursor rename to xmlforest
alter table position rename column first to b
alter table if exists b rename column out to a
alter view b rename out to delimiters
alter view if exists load rename column xmlserialize to b
alter materialized view expression rename column xmlelement to a
alter materialized view if exists a rename column ordinality to t
alter table grouping rename constraint prepare to substring
alter table if exists a rename constraint procedures to enum
alter foreign table a rename position to decimal
alter foreign table if exists atomic rename smallint to a
alter rule character on t rename to a
alter trigger last on t rename to a
alter event trigger b rename to b
alter tablespace session rename to a
alter statistics a rename to b
alter text search parser xmlpi rename to text
alter text search dictionary b rename to grouping
alter text search template interval rename to share
alter text search configuration real rename to t
alter type trim rename to xmlforest
alter type of rename attribute delimiters to drop cascade
alter view chain rename column timestamp to a
alter view declare rename inout to assertion
alter index position alter column xmlnamespaces set data type interval year array
alter index explain alter column coalesce type setof time
alter function b no depends on extension a
alter procedure smallint no depends on extension database
alter routine current_schema depends on extension a
alter trigger unlisten on savepoint depends on extension a
alter materialized view load depends on extension character
alter index t no depends on extension return
alter function none no depends on extension routine
alter function is depends on extension integer
alter aggregate isnull ( * ) set schema template
alter collation xmlforest set schema cycle
alter conversion b set schema t
alter domain a set schema none
alter extension nullif set schema session
alter function password set schema assertion
alter operator class t using transform set schema b
alter operator family merge using a set schema preceding
alter procedure integer set schema b
alter routine binary set schema a
alter table b set schema before
alter table if exists abort set schema oids
alter statistics schemas set schema xmlnamespaces
alter text search parser smallint set schema trim
alter text search dictionary b set schema b
alter text search template t set schema second
alter text search configuration boolean set schema routine
alter sequence identity set schema always
alter sequence if exists a set schema t
alter view columns set schema t
alter view if exists domain set schema a
alter materialized view partial set schema validate
alter materialized view if exists a set schema invoker
alter foreign table session set schema t
alter foreign table if exists absolute set schema unknown
alter type a set schema finalize
alter type a set ( xmlelement = none )
alter type stable set ( create = none , breadth = none )
alter type type set ( binary = none )
alter type t set ( xmlparse = 's' )
alter type t set ( b = setof dec array )
alter type b set ( label = current_role )
alter type xmlroot set ( b = * )
alter type out set ( characteristics = + 1.5 )
alter type treat set ( table = 's' )
alter type no set ( a = none )
alter aggregate full ( * ) owner to current_user
alter collation a owner to current_role
alter conversion b owner to current_user
alter database plans owner to current_user
alter domain a owner to session_user
alter function xmlconcat owner to current_role
alter procedural language least owner to current_role
alter large object - 1.5 owner to b
alter operator class position using trigger owner to current_user
alter operator family int using conflict owner to current_user
alter procedure a owner to current_user
alter routine none owner to current_user
alter schema t owner to session_user
alter type a owner to t
alter tablespace a owner to session_user
alter statistics bit owner to current_role
alter text search dictionary a owner to current_user
alter text search configuration trim owner to session_user
alter foreign data wrapper t owner to concurrently
alter server t owner to current_role
alter event trigger a owner to overlaps
alter publication varchar owner to current_role
alter subscription out owner to session_user
create publication temporary
create publication a for all tables
alter publication row add table exists
alter publication deferred add tables in schema xmlroot
alter publication alter add tables in schema current_schema
alter publication asensitive set ( treat )
create subscription a connection 's' publication close
alter subscription set set ( default )
alter subscription character connection 's'
alter subscription interval refresh publication
alter subscription cache add publication finalize
alter subscription integer drop publication b
alter subscription bit set publication b
alter subscription name enable
alter subscription a disable
alter subscription function skip ( a )
drop subscription by restrict
drop subscription if exists national cascade
create rule view as on update to t do nothing
create rule xmlparse as on delete to nchar do nothing
create rule smallint as on insert to quote do notify out
create rule cost as on select to out do ( )
create rule absolute as on insert to t do also ( ; )
create rule timestamp as on update to rollback do instead ( )
create rule a as on update to show do also table xmlattributes
create rule a as on insert to timestamp do instead insert into varchar default values
create rule header as on select to repeatable do update xmlelement set b = default
create rule t as on delete to b do also delete from year
create rule setof as on delete to coalesce do notify t
create rule b as on update to precision do ( notify t )
create rule between as on select to nulls do ( )
create rule dec as on select to groups do also nothing
create rule greatest as on update to each do instead nothing
create rule statement as on delete to values do instead nothing
create rule xmlpi as on insert to inout do also nothing
create rule b as on delete to import do instead nothing
create rule work as on delete to continue do also nothing
create rule xmlparse as on insert to nullif do nothing
notify xmlparse
notify a , 's'
notify int
listen b
unlisten tables
abort transaction
start transaction
commit transaction
rollback work
savepoint minute
release savepoint hour
release t
rollback transaction to savepoint transform
rollback work to position
prepare transaction 's'
commit prepared 's'
abort work
abort
set transaction deferrable
set transaction not deferrable
set transaction deferrable , not deferrable
set transaction read only read write
start transaction deferrable
abort work and chain
abort and no chain
create global temp view xmlexists as table sequence
create or replace global temp view xmlserialize as table a
create local temporary recursive view b ( detach ) as table ties
create or replace temporary recursive view until ( overriding ) as table move
create temp view t as table xmltable with check option
create view least as table boolean with cascaded check option
create temp view b as table csv with local check option
create unlogged view xmlexists as table xmlserialize
create database varying with
alter database type a on
alter database b
alter database timestamp encoding false
alter database a tablespace default t = false
alter database integer location = + 1.5
alter database nfd t false
alter database t a default
alter database b a default
alter database xmlconcat connection limit default
alter database xmlpi encoding = default
alter database preserve location default
alter database a owner default
alter database t tablespace default
alter database nchar template default
alter database xmlparse owner = default
alter database month connection limit default
alter database hour with
alter database treat
alter database whitespace set tablespace key
alter database value refresh collation version
alter database substring set transaction deferrable
drop database content
drop database if exists a
drop database a ( force )
drop database if exists character ( force )
drop database a with ( force , force )
alter collation assignment refresh version
alter system set a to default
create domain integer setof boolean array
alter domain int drop default
alter domain a drop not null
alter domain by set not null
alter domain extract add check ( default )
alter domain national drop constraint b
alter domain least drop constraint if exists t restrict
alter domain name validate constraint boolean
create domain a as setof interval day
create domain xmlparse setof timestamp
alter text search dictionary smallint ( collation )
alter text search configuration char add mapping for b with out
alter text search configuration nullif alter mapping for character with header
alter text search configuration interval alter mapping replace b with exclusive
alter text search configuration nfd alter mapping for int replace t with xmlattributes
alter text search configuration update drop mapping for of
alter text search configuration excluding drop mapping if exists for b
alter text search configuration wrapper alter mapping replace types with time
alter text search configuration b alter mapping replace discard with a
create conversion trigger for 's' to 's' from a
cluster truncate
cluster ( t ) preceding
cluster defaults on nchar
cluster greatest using t
cluster verbose a
vacuum verbose analyse
vacuum ( analyse )
analyze
analyse ( xmlexists )
vacuum ( data )
vacuum ( analyse , schemas )
analyze verbose
analyse
vacuum ( analyze )
vacuum ( nchar )
vacuum ( sql on )
vacuum ( xmlserialize + 1.5 )
vacuum ( collation )
vacuum full freeze verbose analyse
vacuum freeze
cluster
vacuum full freeze
analyze comments ( sequences )
analyze verbose role
analyse numeric
analyze verbose partition
analyze verbose groups , normalize
analyse verbose row
explain execute b
explain analyze execute nfkc
explain verbose execute t
explain ( b ) execute row
explain table xmlparse
explain insert into overlay default values
explain update a set second = default
explain delete from row
explain merge into decimal using a on default when matched then delete
explain declare coalesce cursor for table old
explain create unlogged table refresh as table b
explain create materialized view trusted as table ref
explain refresh materialized view nfkd
explain execute language
prepare trim as table t
prepare chain ( timestamp ) as table yes
prepare b as table zone
prepare xmlforest as table external
prepare parameter as insert into method default values
prepare call as update b set b = default
prepare encrypted as delete from int
prepare begin as merge into char using values on default when matched then do nothing
execute extract
create global temp table xmlelement as execute xmlnamespaces
create unlogged table if not exists session as execute overlay
execute increment ( default )
execute grouping
deallocate b
deallocate prepare t
deallocate all
insert into t default values
insert into grouping default values
insert into a as owner default values
insert into a table catalog
insert into none overriding user value table comment
insert into xmlattributes ( publication ) table b
insert into timestamp ( t ) overriding user value table t
insert into least default values
insert into option overriding user value table t
insert into a overriding system value table t
insert into greatest ( conversion ) table varying
insert into schemas ( t , a ) table b
insert into xmlroot ( admin ) table t
insert into merge default values on conflict do update set a = default
insert into b default values on conflict do nothing
insert into execute default values
insert into nfkd default values on conflict ( current_time asc ) do nothing
insert into setof default values on conflict on constraint t do nothing
insert into sql default values on conflict do nothing
delete from a returning default
delete from t
delete from exists
delete from delete using cycle
delete from locked
lock table int
lock table between in access exclusive mode
lock table a
lock table delete in access share mode
lock table bigint in row share mode
lock table a in row exclusive mode nowait
lock table first in share update exclusive mode
lock table grouping in share mode nowait
lock table t in share row exclusive mode nowait
lock table a in exclusive mode
lock location in access exclusive mode
lock table b nowait
lock table dec
table security for share nowait
table trim for update skip locked
table statement for key share
update setof set a = default
update trim set detach = default
update aggregate set attach = default , precision = default
update character set t = default
update xmlpi set ( t ) = default
update dictionary set t = default
update b set ( b ) = default
update t set ( b , vacuum ) = default
merge into xmlroot using nullif on default when matched then do nothing
merge into deallocate using old on default when matched then delete
merge into at using xmlnamespaces on default when matched then delete when not matched then do nothing
merge into a using row on default when matched then update set checkpoint = default
merge into xmlserialize using setof on default when matched then delete
merge into a using t on default when not matched then insert default values
merge into template using current_user on default when matched then do nothing
merge into a using transform on default when not matched then do nothing
merge into t using current_user on default when matched and default then delete
merge into inout using exists on default when matched then delete
merge into none using user on default when matched then update set xmlelement = default
merge into treat using current_time on default when matched then delete
merge into xmlserialize using values on default when not matched then insert values ( default )
merge into subscription using current_user on default when not matched then insert overriding system value values ( default )
merge into a using a on default when not matched then insert ( snapshot ) values ( default )
merge into greatest using xmlserialize on default when not matched then insert ( a ) overriding system value values ( default )
merge into b using least on default when not matched then insert default values
merge into time using trim on default when not matched then insert values ( default )
declare savepoint scroll cursor without hold for table xmlforest
close serializable
declare coalesce cursor for table t
declare varchar scroll no scroll cursor for table called
declare a insensitive scroll cursor for table double
declare over binary binary cursor for table char
declare int asensitive asensitive cursor for table delimiter
declare a insensitive insensitive cursor for table b
declare t cursor for table t
declare trim cursor with hold for table row
declare varchar cursor without hold for table t
table drop
( table unbounded )
( table following )
( ( table assertion ) )
table xmlserialize
table a order by default asc
table if for read only
table exclude offset default
with recursive notify as ( table xmlparse ) table logged
with t as ( table t ) table depends order by default
with least as ( table t ) table b for read only
with recursive a as materialized ( table load ) table forward offset default
table inout for read only
( table cycle ) for read only
select all
select distinct default
values ( default )
table t
table a union all table preceding
table b intersect all table b
table b except table tables
with b as ( table character ) table wrapper
with least as materialized ( table forward ) table inout
with recursive index as ( table values ) table b
with interval as materialized ( table b ) table greatest
with nullif as ( table decimal ) , backward as materialized ( table a ) table precision
with xmlnamespaces as ( table cascaded ) table preserve
with b as materialized ( table attach ) table none
with a as not materialized ( table a ) table security
with b as ( table boolean ) table location
with t as materialized ( table substring ) search depth first by b set tables table a
with b as ( table xmlroot ) search breadth first by position set national table ordinality
with a as materialized ( table b ) table cascade
with nchar as ( table timestamp ) cycle treat set a to null default 1.5 using deferred table xmlexists
with xmltable as materialized ( table overlay ) cycle xmlpi set schemas using sequences table exists
with least as materialized ( table xmlpi ) table coalesce
with b as ( table b ) delete from xmlattributes
delete from b
select all into table a
select into temporary table xmlnamespaces
select all into temp conversion
select all into local temporary table delete
select into local temp b
select all into global temporary table xmlelement
select all into global temp table temp
select into unlogged t
select all into table connection
select into xmlexists
lock alter nowait
table minvalue union all table t
table a union distinct table language
table procedure union table setof
select distinct *
select distinct on ( default ) default
select
call a ( default order by default asc )
call system ( default )
table least order by default
table nchar order by default
table timestamp order by default , default asc
table t order by default using ~ nulls first
table a order by default desc nulls last
table conversion limit default offset default
table overlay offset default limit default
table unlogged limit all
table xmlroot offset default
table national for read only offset default
table t for read only
table t limit default
table absolute fetch first a rows only
table template fetch first rows only
table boolean offset default
table b offset $1 rows
table a limit default
table exists limit all
table b offset default
table set offset current_user rows
table ordinality offset + 1.5 row
table a offset - 1.5 row
table prepare offset + 2 rows
table share offset + 1.5 rows
table greatest fetch first row only
table boolean fetch next rows only
table until fetch first row only
table t fetch next row only
select group by distinct default
select all group by default
select group by all default , default
select group by default
select group by all ( )
select all group by all cube ( default )
select all group by all rollup ( default )
select all group by grouping sets ( default )
select all group by cube ( default )
select group by grouping sets ( default )
select all having default
table attribute for key share
table parallel for read only
table security limit default for read only
table t offset default
table a for update
table time for key share nowait for update nowait
table rollup for update nowait
table b for update
table reassign for no key update nowait
table nchar for share nowait
table called for key share nowait
table smallint for share of escape nowait
table timestamp for share nowait
values ( default ) , ( default )
select from precision
create statistics rule on dictionary from user
create statistics between on localtime from t , int
create statistics t on precision from out
create statistics a on current_time from int tablesample full ( default )
create statistics b on xmlconcat from current_timestamp
create statistics b on finalize from lateral current_user
create statistics timestamp on admin from xmltable ( $1 passing b columns a for ordinality )
create statistics sets on b from lateral xmltable ( $1 passing after columns extract for ordinality )
create statistics boolean on current_time from current_role natural join t
create statistics instead on current_time from ( substring natural join current_role ) sequence
create statistics a on match from ( time cross join cluster )
create statistics exists on current_schema from current_catalog cross join current_role
create statistics t on uncommitted from b inner join session_user on default
create statistics volatile on session_user from exclusive join current_time on default
create statistics b on localtime from current_role natural full outer join xmlforest
create statistics prepare on t from user natural join current_schema
create statistics a on b from b as a ( a )
create statistics level on smallint from extract as int
create statistics xmlparse on document from before setof ( xmlexists )
create statistics xmlserialize on trim from detach a
create statistics varchar on t from xmlserialize as unencrypted
create statistics b on a from bit
create statistics compression on aggregate from current_date join localtimestamp using ( dec ) as serializable
create statistics boolean on current_date from current_time join current_time using ( b )
create statistics substring on localtime from current_time action
create statistics substring on xmlexists from user as ( normalize time array )
create statistics integer on t from localtime as exists ( t setof interval minute array )
create statistics absolute on localtime from current_date a ( treat setof boolean )
create statistics option on current_date from current_time
create statistics t on a from localtimestamp natural full outer join session_user
create statistics treat on current_role from float natural left outer join encrypted
create statistics b on current_date from normalize natural right join t
create statistics a on current_timestamp from nothing natural inner join current_date
create statistics policy on session_user from current_user natural full outer join current_user
create statistics ties on current_date from current_role natural full join normalize
create statistics b on a from label join replica using ( procedure )
create statistics treat on current_catalog from localtime join a on default
table partial
table backward *
table xmlpi *
table only a
table only ( treat )
lock table alter nowait
lock table normalize , partial nowait
delete from timestamp
delete from procedure a
delete from position as interval
create statistics t on off from extract tablesample encrypted ( default )
create statistics character on session_user from varchar tablesample t ( default ) repeatable ( default )
create statistics xmlattributes on current_timestamp from a tablesample t ( default )
create statistics trim on session_user from current_user
create statistics import on user from rows from ( current_time ) with ordinality
create statistics t on yes from rows from ( current_user )
create statistics varchar on a from rows from ( current_date )
create statistics least on nchar from rows from ( current_user , current_date )
create statistics enum on localtimestamp from rows from ( current_schema as ( a setof time ) )
create statistics at on extract from rows from ( localtime )
create statistics b on interval from user with ordinality
create statistics t on session_user from current_role
select all where default
delete from b where default
delete from inout where current of a
delete from a
create type a as ( schema setof interval day )
create type out as ( )
create type without as ( values setof interval month )
create type char as ( a setof smallint array , row interval year )
alter type a add attribute breadth timestamp
create statistics b on b from xmltable ( false passing b columns key for ordinality )
create statistics a on t from xmltable ( xmlnamespaces ( default current_user ) , localtimestamp passing $1 columns greatest for ordinality )
create statistics t on tables from xmltable ( $1 passing $1 columns b for ordinality )
create statistics a on user from xmltable ( action passing 2 columns numeric for ordinality , xmlnamespaces for ordinality )
create statistics close on a from xmltable ( false passing current_schema columns exists interval month )
create statistics write on current_catalog from xmltable ( routine passing localtime columns rename interval hour array not null )
create statistics t on schema from xmltable ( between passing current_time columns nulls for ordinality )
create statistics a on xmlforest from xmltable ( 1.5 passing session_user columns skip time array null )
create statistics increment on int from xmltable ( $1 passing $1 columns t setof boolean array default first )
create statistics mapping on quote from xmltable ( b passing false columns bit interval year not null )
create statistics t on user from xmltable ( finalize passing user columns time setof numeric array null )
create statistics drop on b from xmltable ( xmlnamespaces ( default real ) , localtimestamp passing $1 columns nfd for ordinality )
create statistics xmlparse on session_user from xmltable ( xmlnamespaces ( default $1 , default standalone ) , session_user passing 's' columns t for ordinality )
create statistics b on boolean from xmltable ( xmlnamespaces ( b'1' as matched ) , $1 passing x'1' columns a for ordinality )
create statistics sets on current_date from xmltable ( xmlnamespaces ( default $1 ) , $1 passing $1 columns extract for ordinality )
drop type interval minute cascade
drop type setof interval minute cascade
drop type interval minute array [ 2 ]
drop type setof interval hour array [ 10 ] cascade
drop type time array
drop type setof interval day array restrict
drop type time [ ] restrict
drop type bigint [ 2 ]
drop type bigint cascade
drop type new restrict
drop type int
drop type bit varying restrict
drop type character varying cascade
drop type timestamp
drop type interval minute
drop type interval ( 1 ) restrict
drop type natural cascade
drop type right . a cascade
drop type decimal ( default ) cascade
drop type decimal
drop type int cascade
drop type integer restrict
drop type smallint restrict
drop type real cascade
drop type float
drop type double precision cascade
drop type dec
drop type numeric restrict
drop type boolean cascade
drop type float ( 2 )
drop type bit ( default )
drop type bit cascade
drop type bit varying ( default ) cascade
drop type bit restrict
drop type char ( 1 ) cascade
drop type char varying
drop type char varying ( 10 ) cascade
drop type varchar restrict
drop type character
drop type char varying cascade
drop type varchar cascade
drop type national character varying
drop type national char restrict
drop type nchar varying restrict
drop type bit varying cascade
drop type timestamp ( 10 )
drop type time ( 10 ) restrict
drop type time cascade
drop type interval minute restrict
drop type timestamp with time zone restrict
drop type timestamp without time zone cascade
drop type timestamp cascade
drop type interval year cascade
drop type interval month
drop type interval day
drop type interval hour restrict
drop type interval second restrict
drop type interval year to month restrict
drop type interval day to hour cascade
drop type interval day to minute cascade
drop type interval day to second restrict
drop type interval hour to minute
drop type interval hour to second cascade
drop type interval minute to second restrict
drop type interval cascade
drop type interval second ( 10 ) cascade
call a ( )
call cross ( default )
call tablesample ( variadic default )
call verbose ( default , variadic default )
call session ( all default )
call b ( distinct default )
call overlaps ( * )
create statistics insert on no ( * ) from treat
create statistics rows on current_schema from localtime
set xml option document
select all window a as ( )
select window t as ( ) , xmlelement as ( )
select all window t as ( )
select all window b as ( varchar )
select window owner as ( normalize )
select all window char as ( )
select window b as ( partition by default )
select all window b as ( )
select all window privileges as ( range default preceding )
select window t as ( rows default preceding exclude group )
select all window reassign as ( groups default preceding exclude ties )
select window numeric as ( )
select window int as ( range unbounded preceding )
select all window smallint as ( range current row )
select all window trim as ( range default preceding )
select all window repeatable as ( range current row exclude current row )
create operator || ( ilike )
create operator % ( trailing )
create operator + ( boolean )
create operator - ( join )
create operator * ( replica )
create operator / ( concurrently )
create operator % ( current_schema )
create operator ^ ( a )
create operator < ( not )
create operator > ( start )
create operator = ( and )
create operator <= ( ilike )
create operator >= ( transform )
create operator <> ( with )
alter type bit set ( left = ~ )
alter type xmlserialize set ( refresh = operator ( || ) )
execute dec ( default )
execute a ( default , default )
call a ( default )
call is ( default , default )
call binary ( variadic default )
call a ( variadic is := default )
call lock ( variadic a => default )
prepare materialized ( setof interval minute array ) as table csv
prepare t ( setof timestamp array , int array ) as table numeric
cluster verbose key . current_role
select default
select distinct * , default
select distinct default as xmlforest
select distinct default not
set constraints yes immediate
set constraints cluster , float deferred
cluster verbose local
drop extension exists
drop publication alter , stored cascade
create type preceding . b
call inherits ( )
alter statistics a set statistics 1
alter statistics before set statistics 10
alter statistics setof set statistics + 10
alter statistics xmltable set statistics - 1
create group a
alter role b
alter role current_role
alter role session_user
drop role session_user , session_user
listen t
listen snapshot
listen boolean
call release ( )
call similar ( )
alter role t with
alter role call with
alter role exists with
alter role outer with
create type locked . b
create type b . next
create type xmltable . timestamp
create type b . similar
create type a . union
select distinct default b
select distinct default preceding
listen abort
listen absolute
listen access
listen action
listen add
listen admin
listen after
listen aggregate
listen also
listen alter
listen always
listen asensitive
listen assertion
listen assignment
listen at
listen atomic
listen attach
listen attribute
listen backward
listen before
listen begin
listen breadth
listen by
listen cache
listen call
listen called
listen cascade
listen cascaded
listen catalog
listen chain
listen characteristics
listen checkpoint
listen class
listen close
listen cluster
listen columns
listen comment
listen comments
listen commit
listen committed
listen compression
listen configuration
listen conflict
listen connection
listen constraints
listen content
listen continue
listen conversion
listen copy
listen cost
listen csv
listen cube
listen current
listen cursor
listen cycle
listen data
listen database
listen day
listen deallocate
listen declare
listen defaults
listen deferred
listen definer
listen delete
listen delimiter
listen delimiters
listen depends
listen depth
listen detach
listen dictionary
listen disable
listen discard
listen document
listen domain
listen double
listen drop
listen each
listen enable
listen encoding
listen encrypted
listen enum
listen escape
listen event
listen exclude
listen excluding
listen exclusive
listen execute
listen explain
listen expression
listen extension
listen external
listen family
listen filter
listen finalize
listen first
listen following
listen force
listen forward
listen function
listen functions
listen generated
listen global
listen granted
listen groups
listen handler
listen header
listen hold
listen hour
listen identity
listen if
listen immediate
listen immutable
listen implicit
listen import
listen include
listen including
listen increment
listen index
listen indexes
listen inherit
listen inherits
listen inline
listen input
listen insensitive
listen insert
listen instead
listen invoker
listen isolation
listen key
listen label
listen language
listen large
listen last
listen leakproof
listen level
listen listen
listen load
listen local
listen location
listen lock
listen locked
listen logged
listen mapping
listen match
listen matched
listen materialized
listen maxvalue
listen merge
listen method
listen minute
listen minvalue
listen mode
listen month
listen move
listen name
listen names
listen new
listen next
listen nfc
listen nfd
listen nfkc
listen nfkd
listen no
listen normalized
listen nothing
listen notify
listen nowait
listen nulls
listen object
listen of
listen off
listen oids
listen old
listen operator
listen option
listen options
listen ordinality
listen others
listen over
listen overriding
listen owned
listen owner
listen parallel
listen parameter
listen parser
listen partial
listen partition
listen passing
listen password
listen plans
listen policy
listen preceding
listen prepare
listen prepared
listen preserve
listen prior
listen privileges
listen procedural
listen procedure
listen procedures
listen program
listen publication
listen quote
listen range
listen read
listen reassign
listen recheck
listen recursive
listen ref
listen referencing
listen refresh
listen reindex
listen relative
listen release
listen rename
listen repeatable
listen replace
listen replica
listen reset
listen restart
listen restrict
listen return
listen returns
listen revoke
listen role
listen rollback
listen rollup
listen routine
listen routines
listen rows
listen rule
listen savepoint
listen schema
listen schemas
listen scroll
listen search
listen second
listen security
listen sequence
listen sequences
listen serializable
listen server
listen session
listen set
listen sets
listen share
listen show
listen simple
listen skip
listen sql
listen stable
listen standalone
listen start
listen statement
listen statistics
listen stdin
listen stdout
listen storage
listen stored
listen strict
listen strip
listen subscription
listen support
listen sysid
listen system
listen tables
listen tablespace
listen temp
listen template
listen temporary
listen text
listen ties
listen transaction
listen transform
listen trigger
listen truncate
listen trusted
listen type
listen types
listen uescape
listen unbounded
listen uncommitted
listen unencrypted
listen unknown
listen unlisten
listen unlogged
listen until
listen update
listen vacuum
listen valid
listen validate
listen validator
listen value
listen varying
listen version
listen view
listen views
listen volatile
listen whitespace
listen within
listen without
listen work
listen wrapper
listen write
listen xml
listen year
listen yes
listen zone
listen between
listen bigint
listen bit
listen char
listen character
listen coalesce
listen dec
listen decimal
listen exists
listen extract
listen float
listen greatest
listen grouping
listen inout
listen int
listen integer
listen interval
listen least
listen national
listen nchar
listen none
listen normalize
listen nullif
listen numeric
listen out
listen overlay
listen position
listen precision
listen real
listen row
listen setof
listen smallint
listen substring
listen time
listen timestamp
listen treat
listen trim
listen values
listen varchar
listen xmlattributes
listen xmlconcat
listen xmlelement
listen xmlforest
listen xmlnamespaces
listen xmlparse
listen xmlpi
listen xmlroot
listen xmlserialize
listen xmltable
drop function binary cascade
drop function collation cascade
drop function concurrently cascade
drop function cross
drop function current_schema
drop function freeze
drop function full restrict
drop function ilike cascade
drop function inner cascade
drop function is cascade
drop function isnull cascade
drop function join restrict
drop function left
drop function like
drop function natural cascade
drop function notnull cascade
drop function outer restrict
drop function overlaps cascade
drop function right cascade
drop function similar restrict
drop function tablesample cascade
drop function verbose cascade
create type bigint . all
create type sets . analyse
create type smallint . analyze
create type validator . and
create type matched . any
create type tablespace . array
create type xmltable . as
create type xmlconcat . asc
create type a . asymmetric
create type xmlnamespaces . both
create type b . case
create type delete . cast
create type refresh . check
create type truncate . collate
create type normalize . column
create type normalize . constraint
create type position . create
create type depth . current_catalog
create type xmlnamespaces . current_date
create type character . current_role
create type numeric . current_time
create type t . current_timestamp
create type move . current_user
create type parser . default
create type t . deferrable
create type float . desc
create type float . distinct
create type xmltable . do
create type cascaded . else
create type b . end
create type next . except
create type varchar . false
create type a . fetch
create type t . for
create type dictionary . foreign
create type delimiters . from
create type real . grant
create type cursor . group
create type owned . having
create type b . in
create type xmlelement . initially
create type extract . intersect
create type substring . into
create type t . lateral
create type xmlparse . leading
create type a . limit
create type level . localtime
create type xmlattributes . localtimestamp
create type xmlparse . not
create type event . null
create type t . offset
create type a . on
create type xmlelement . only
create type names . or
create type normalized . order
create type t . placing
create type storage . primary
create type xmlparse . references
create type b . returning
create type indexes . select
create type t . session_user
create type prepare . some
create type definer . symmetric
create type grouping . table
create type atomic . then
create type atomic . to
create type xmlelement . trailing
create type a . true
create type decimal . union
create type b . unique
create type t . user
create type copy . using
create type timestamp . variadic
create type cascade . when
create type decimal . where
create type nchar . window
create type xmlattributes . with
select distinct default abort
select distinct default absolute
select distinct default access
select distinct default action
select distinct default add
select distinct default admin
select distinct default after
select distinct default aggregate
select distinct default all
select distinct default also
select distinct default alter
select distinct default always
select distinct default analyse
select distinct default analyze
select distinct default and
select distinct default any
select distinct default asc
select distinct default asensitive
select distinct default assertion
select distinct default assignment
select distinct default asymmetric
select distinct default at
select distinct default atomic
select distinct default attach
select distinct default attribute
select distinct default authorization
select distinct default backward
select distinct default before
select distinct default begin
select distinct default between
select distinct default bigint
select distinct default binary
select distinct default bit
select distinct default boolean
select distinct default both
select distinct default breadth
select distinct default by
select distinct default cache
select distinct default call
select distinct default called
select distinct default cascade
select distinct default cascaded
select distinct default case
select distinct default cast
select distinct default catalog
select distinct default chain
select distinct default characteristics
select distinct default check
select distinct default checkpoint
select distinct default class
select distinct default close
select distinct default cluster
select distinct default coalesce
select distinct default collate
select distinct default collation
select distinct default column
select distinct default columns
select distinct default comment
select distinct default comments
select distinct default commit
select distinct default committed
select distinct default compression
select distinct default concurrently
select distinct default configuration
select distinct default conflict
select distinct default connection
select distinct default constraint
select distinct default constraints
select distinct default content
select distinct default continue
select distinct default conversion
select distinct default copy
select distinct default cost
select distinct default cross
select distinct default csv
select distinct default cube
select distinct default current
select distinct default current_catalog
select distinct default current_date
select distinct default current_role
select distinct default current_schema
select distinct default current_time
select distinct default current_timestamp
select distinct default current_user
select distinct default cursor
select distinct default cycle
select distinct default data
select distinct default database
select distinct default deallocate
select distinct default dec
select distinct default decimal
select distinct default declare
select distinct default default
select distinct default defaults
select distinct default deferrable
select distinct default deferred
select distinct default definer
select distinct default delete
select distinct default delimiter
select distinct default delimiters
select distinct default depends
select distinct default depth
select distinct default desc
select distinct default detach
select distinct default dictionary
select distinct default disable
select distinct default discard
select distinct default distinct
select distinct default do
select distinct default document
select distinct default domain
select distinct default double
select distinct default drop
select distinct default each
select distinct default else
select distinct default enable
select distinct default encoding
select distinct default encrypted
select distinct default end
select distinct default enum
select distinct default escape
select distinct default event
select distinct default exclude
select distinct default excluding
select distinct default exclusive
select distinct default execute
select distinct default exists
select distinct default explain
select distinct default expression
select distinct default extension
select distinct default external
select distinct default extract
select distinct default false
select distinct default family
select distinct default finalize
select distinct default first
select distinct default float
select distinct default following
select distinct default force
select distinct default foreign
select distinct default forward
select distinct default freeze
select distinct default full
select distinct default function
select distinct default functions
select distinct default generated
select distinct default global
select distinct default granted
select distinct default greatest
select distinct default grouping
select distinct default groups
select distinct default handler
select distinct default header
select distinct default hold
select distinct default identity
select distinct default if
select distinct default ilike
select distinct default immediate
select distinct default immutable
select distinct default implicit
select distinct default import
select distinct default in
select distinct default include
select distinct default including
select distinct default increment
select distinct default index
select distinct default indexes
select distinct default inherit
select distinct default inherits
select distinct default initially
select distinct default inline
select distinct default inner
select distinct default inout
select distinct default input
select distinct default insensitive
select distinct default insert
select distinct default instead
select distinct default int
select distinct default integer
select distinct default interval
select distinct default invoker
select distinct default is
select distinct default isolation
select distinct default join
select distinct default key
select distinct default label
select distinct default language
select distinct default large
select distinct default last
select distinct default lateral
select distinct default leading
select distinct default leakproof
select distinct default least
select distinct default left
select distinct default level
select distinct default like
select distinct default listen
select distinct default load
select distinct default local
select distinct default localtime
select distinct default localtimestamp
select distinct default location
select distinct default lock
select distinct default locked
select distinct default logged
select distinct default mapping
select distinct default match
select distinct default matched
select distinct default materialized
select distinct default maxvalue
select distinct default merge
select distinct default method
select distinct default minvalue
select distinct default mode
select distinct default move
select distinct default name
select distinct default names
select distinct default national
select distinct default natural
select distinct default nchar
select distinct default new
select distinct default next
select distinct default nfc
select distinct default nfd
select distinct default nfkc
select distinct default nfkd
select distinct default no
select distinct default none
select distinct default normalize
select distinct default normalized
select distinct default nothing
select distinct default notify
select distinct default nowait
select distinct default null
select distinct default nullif
select distinct default nulls
select distinct default numeric
select distinct default object
select distinct default of
select distinct default off
select distinct default oids
select distinct default old
select distinct default only
select distinct default operator
select distinct default option
select distinct default options
select distinct default or
select distinct default ordinality
select distinct default others
select distinct default out
select distinct default outer
select distinct default overlay
select distinct default overriding
select distinct default owned
select distinct default owner
select distinct default parallel
select distinct default parameter
select distinct default parser
select distinct default partial
select distinct default partition
select distinct default passing
select distinct default password
select distinct default placing
select distinct default plans
select distinct default policy
select distinct default position
select distinct default prepare
select distinct default prepared
select distinct default preserve
select distinct default primary
select distinct default prior
select distinct default privileges
select distinct default procedural
select distinct default procedure
select distinct default procedures
select distinct default program
select distinct default publication
select distinct default quote
select distinct default range
select distinct default read
select distinct default real
select distinct default reassign
select distinct default recheck
select distinct default recursive
select distinct default ref
select distinct default references
select distinct default referencing
select distinct default refresh
select distinct default reindex
select distinct default relative
select distinct default release
select distinct default rename
select distinct default repeatable
select distinct default replace
select distinct default replica
select distinct default reset
select distinct default restart
select distinct default restrict
select distinct default return
select distinct default returns
select distinct default revoke
select distinct default right
select distinct default role
select distinct default rollback
select distinct default rollup
select distinct default routine
select distinct default routines
select distinct default row
select distinct default rows
select distinct default rule
select distinct default savepoint
select distinct default schema
select distinct default schemas
select distinct default scroll
select distinct default search
select distinct default security
select distinct default select
select distinct default sequence
select distinct default sequences
select distinct default serializable
select distinct default server
select distinct default session
select distinct default session_user
select distinct default set
select distinct default setof
select distinct default sets
select distinct default share
select distinct default show
select distinct default similar
select distinct default simple
select distinct default skip
select distinct default smallint
select distinct default snapshot
select distinct default some
select distinct default sql
select distinct default stable
select distinct default standalone
select distinct default start
select distinct default statement
select distinct default statistics
select distinct default stdin
select distinct default stdout
select distinct default storage
select distinct default stored
select distinct default strict
select distinct default strip
select distinct default subscription
select distinct default substring
select distinct default support
select distinct default symmetric
select distinct default sysid
select distinct default system
select distinct default table
select distinct default tables
select distinct default tablesample
select distinct default tablespace
select distinct default temp
select distinct default template
select distinct default temporary
select distinct default text
select distinct default then
select distinct default ties
select distinct default time
select distinct default timestamp
select distinct default trailing
select distinct default transaction
select distinct default transform
select distinct default treat
select distinct default trigger
select distinct default trim
select distinct default true
select distinct default truncate
select distinct default trusted
select distinct default type
select distinct default types
select distinct default uescape
select distinct default unbounded
select distinct default uncommitted
select distinct default unencrypted
select distinct default unique
select distinct default unknown
select distinct default unlisten
select distinct default unlogged
select distinct default until
select distinct default update
select distinct default user
select distinct default using
select distinct default vacuum
select distinct default valid
select distinct default validate
select distinct default validator
select distinct default value
select distinct default values
select distinct default varchar
select distinct default variadic
select distinct default verbose
select distinct default version
select distinct default view
select distinct default views
select distinct default volatile
select distinct default when
select distinct default whitespace
select distinct default work
select distinct default wrapper
select distinct default write
select distinct default xml
select distinct default xmlattributes
select distinct default xmlconcat
select distinct default xmlelement
select distinct default xmlexists
select distinct default xmlforest
select distinct default xmlnamespaces
select distinct default xmlparse
select distinct default xmlpi
select distinct default xmlroot
select distinct default xmlserialize
select distinct default xmltable
select distinct default yes
select distinct default zone
alter event trigger xmlconcat enable
alter collation keep . least refresh version
alter database bit refresh collation version
alter database out reset transaction isolation level
alter default privileges for user current_role revoke all on sequences from group xmlnamespaces
alter domain extract . json_arrayagg validate constraint support
alter type local . create add value if not exists 's'
alter extension validate update to 's'
alter foreign data wrapper integer no handler
alter server aggregate version null
alter function json_array immutable immutable restrict
alter group current_role drop user current_user , session_user
alter materialized view json_table depends on extension force
alter function notnull ( ) set schema json_object
alter collation t . order owner to current_role
alter type month set ( fetch = none )
alter policy bit on real to session_user using ( not default ) with check ( default is true )
alter system set restart to default
alter tablespace json set ( then )
alter type option . sql drop attribute begin restrict
alter subscription t connection 's'
alter statistics error . escape set statistics - 2
alter text search configuration integer . json_exists drop mapping for json_serialize , program
alter text search dictionary conditional . json_query ( float )
alter user mapping for user server merge_action options ( drop unconditional )
analyze ( float - 1.5 )
call right ( variadic default )
close uncommitted
cluster verbose between
copy smallint from program 's' header where x'1'
create access method unbounded type table handler objects . setof
create unlogged table normalize using logged tablespace scalar as table json_value with no data
create cast ( interval month array as real array ) without function as assignment
create conversion xmlforest for 's' to 's' from smallint
create domain json_query setof timestamp
create extension if not exists xmlparse with schema character
create foreign data wrapper insensitive
create server role type 's' version 's' foreign data wrapper json_serialize
create group unconditional sysid 10
create materialized view nchar using precision as ( table target ) with data
create operator class yes for type setof interval array using text family between as storage setof timestamp array
create operator family bigint . ilike using a
create publication overlay for all tables
alter operator family skip . array using coalesce add function 1 json
create trusted language quotes
create subscription json_array connection 's' publication t
create statistics interval . json_object on current_user from uescape
create tablespace integer location 's' with ( a )
create transform for setof time array [ 1 ] language a ( to sql with function tablesample )
create user mapping for user server json_table
create database integer with template = on
declare timestamp scroll no scroll cursor without hold for ( table enum )
create type tables . isnull as ( transaction time array )
delete from json_value as nchar returning *
drop cast ( setof interval day as setof bit varying array [ 1 ] ) restrict
drop operator class json_array using varchar cascade
drop operator family coalesce . unconditional using json_exists
drop owned by current_user , session_user
drop policy setof on savepoint
drop subscription if exists comments restrict
drop tablespace if exists system_user
drop transform for varchar language json_table
drop group if exists smallint
drop user mapping for user server substring
drop database if exists name
execute decimal ( default )
explain analyze refresh materialized view empty with data
move + 2 declare
grant all privileges on foreign server json_array to current_user , group current_user
grant alter system , references to format , current_role with admin option granted by json_query
import foreign schema objects limit to ( grouping ) from server call into timestamp
create index boolean on delete ( current_time desc )
insert into a as xmlelement default values returning *
listen source
refresh materialized view drop with data
lock table national , scalar
merge into exists using xmlroot setof on not default not ilike - default when matched and default then delete
notify unconditional , 's'
prepare b as table xmlparse
reassign owned by normalize to current_role
reindex table concurrently committed
drop aggregate json_scalar ( * ) restrict
alter subscription treat rename to overlay
revoke all privileges on routine binary from current_role granted by session_user restrict
revoke session , alter system from current_user granted by current_user
create rule decimal as on update to exists where default isnull do also notify rollback
security label for 's' on text search dictionary between is 's'
truncate table smallint restart identity
update target as escape set others = current_user where current of int returning *
vacuum full analyze
set session transaction read write
show object
call collation ( )
alter role current_role with password $1 valid until 's'
alter role replace password null password $1
alter role current_user with password 's' password 's'
alter role session_user with password $1
alter role current_user with password null
alter role depends with inherit
alter role session_user with encrypted password 's' connection limit 1
alter role session_user with password $1 password 's' valid until 's'
alter role current_role password null encrypted password $1 user current_role
create group varchar role grouping encrypted password $1
create user like with sysid 1 admin current_user
alter user notnull
alter role all in database target reset session authorization
alter role current_user in database trim reset transaction isolation level
alter role all in database xmltable set transaction read only
alter user all reset all
drop role current_role , current_role
drop role if exists is
drop user current_user , current_user
drop user if exists listen , session_user
drop group load , session_user
drop group if exists current_role
alter group json_value add user current_role
alter group current_schema drop user current_role
create schema decimal authorization real create unlogged sequence a
create schema attach create temp sequence float
create schema if not exists varchar
create schema position authorization session_user
create schema authorization authorization
create schema treat create temp sequence source
create schema timestamp
create schema json_arrayagg create index on character ( json_serialize asc ) nulls not distinct
create schema indent create local temp sequence if not exists int no minvalue
create schema constraints create trigger xmlnamespaces instead of truncate or delete on merge_action execute procedure similar ( , 's' )
create schema boolean grant xmlconcat on schema enforced to current_user with grant option granted by current_role
create schema nulls create temporary view a ( a ) with ( trim ) as ( table target )
set session characteristics as transaction read only
set session characteristics as transaction isolation level repeatable read
alter system set period to true
alter system set virtual . period = false
alter system set json_arrayagg to default
alter system set xmlparse = default
set inout to $1 , 1.5
set integer from current
set role is
set session authorization json_objectagg
show ties
show referencing . partition . nfkd
alter system set execute to - 2
alter system set plan to $1 , $1 , $1
alter system set empty to false
alter system set nfkd to - 1.5
alter system set session to $1
vacuum ( precision false )
vacuum ( char on )
vacuum ( parallel 's' )
set time zone source
set time zone interval 's' hour to minute
set time zone - 1.5
do language json_objectagg
alter system reset called
alter role all set transaction read write read only
alter role all in database json_object reset transaction isolation level
alter function views set smallint from current
alter function left reset transaction isolation level restrict
show indent . json_exists
set constraints conflict , xmlforest deferred
set constraints unconditional immediate
alter table share validate constraint unlogged
alter table if exists source * enable trigger user , no force row level security
alter table relative attach partition json_value default
alter table if exists json_value detach partition snapshot
alter table all in tablespace exclude set tablespace error
alter table all in tablespace grouping owned by session_user , current_user set tablespace float
alter index copy not of , disable row level security
alter index if exists rule inherit json_objectagg
alter index char attach partition row
alter index all in tablespace xmltable set tablespace xmlnamespaces
alter index all in tablespace nested owned by current_user , normalize set tablespace system_user
alter sequence parallel set logged
alter sequence if exists cache set logged , not of
alter materialized view all in tablespace path set tablespace xmlconcat nowait
alter materialized view all in tablespace transaction owned by current_role , enforced set tablespace numeric nowait
alter foreign table only rows not of
alter foreign table if exists procedures set logged , owner to current_user
alter index inout alter column boolean drop identity
alter index referencing disable trigger user , disable trigger cascaded , enable row level security
alter table exists detach partition greatest concurrently
alter table merge_action * detach partition coalesce finalize
alter index cycle add xmlnamespaces interval day array null
alter index grouping add if not exists nchar time array
alter index json_serialize add column system_user setof interval year compression default initially deferred
alter index json_serialize add column if not exists range setof interval year array null
alter index encoding alter column access drop default
alter index domain alter column xmltable drop not null
alter index json_arrayagg alter nowait set not null
alter index error alter column system_user drop expression
alter index detach alter substring drop expression if exists
alter index keys alter xmltable set statistics - 10
alter index empty alter column 1 set statistics - 10
alter index nested alter column row set ( match )
alter index json_scalar alter string reset ( access )
alter index period alter column enforced set storage objects
alter index refresh alter interval set compression policy
alter index b alter unbounded add generated always as identity ( no cycle )
alter index mapping alter column out restart restart restart
alter index options alter json_objectagg drop identity
alter index substring alter column real drop identity if exists
alter index error drop if exists boolean restrict
alter index json_serialize drop b restrict
alter index numeric alter column assignment type time [ 10 ]
alter index keys alter nchar options ( drop localtimestamp )
alter index json_table add constraint virtual check ( default )
alter index rollup validate constraint json_scalar
alter index mode drop constraint if exists support cascade
alter index xmlforest drop constraint strip
alter index timestamp set without oids
alter index conditional cluster on implicit
alter index declare set without cluster
alter index nfc set logged
alter index enforced set unlogged
alter index validate enable trigger before
alter index between enable always trigger nullif
alter index after enable replica trigger close
alter index smallint enable trigger all
alter index out enable trigger user
alter index scalar disable trigger json_value
alter index xmlexists disable trigger all
alter index json disable trigger user
alter index target enable rule dec
alter index json_exists enable always rule json
alter index detach enable replica rule normalize
alter index integer disable rule int
alter index replace inherit path
alter index period of exists . characteristics
alter index json_object not of
alter index xmlnamespaces owner to current_user
alter index nfd set access method quotes
alter index nested set tablespace least
alter index scalar set ( and )
alter index json_objectagg reset ( sysid )
alter index dec replica identity full
alter index parameter enable row level security
alter index unencrypted disable row level security
alter index objects force row level security
alter index delimiters no force row level security
alter index write options ( drop json_arrayagg )
alter domain discard drop default
drop subscription preserve cascade
drop subscription volatile restrict
drop subscription out
alter index next alter column t type timestamp collate source . omit using + default
alter index zone alter column row type boolean array
alter index format alter between type interval month array collate json_query using ~ default = default is normalized
alter index national alter column xmltable set data type timestamp array collate objects
alter index xmlattributes replica identity nothing
alter index xmltable replica identity full
alter index conflict replica identity default
alter index real replica identity using index json_object
alter tablespace string set ( left , json_arrayagg . json_objectagg )
create tablespace b owner session_user location 's' with ( interval )
create tablespace json_value location 's'
alter tablespace decimal set ( database = and )
alter tablespace format set ( target , current_schema )
alter tablespace time set ( b = intersect )
alter tablespace system_user set ( greatest )
alter tablespace quotes set ( normalize . time = - 2 )
alter tablespace boolean set ( offset . hold )
alter index wrapper alter column range set cycle
alter index numeric alter column json_arrayagg restart restart + 1.5 set generated by default
alter index system_user alter bigint restart
alter index absent alter column json_exists restart + 1.5
alter index extension alter column t set sequence name aggregate
alter index conditional alter coalesce set generated always
alter table json_object * attach partition within for values in ( default , default is null )
alter table only integer attach partition int for values from ( default , default ilike default ) to ( default , default is not true )
alter table support attach partition last default
alter type json_array . outer drop attribute import restrict
alter type read drop attribute t
alter type path drop attribute old , drop attribute if exists quotes
alter type uncommitted add attribute smallint setof time
alter type time drop attribute if exists maxvalue cascade
alter type always drop attribute xmlnamespaces
alter type database alter attribute char type setof varchar array cascade
close nested
copy binary enforced to program 's' delimiters 's' with ( numeric )
copy ( table xmlparse ) to stdout with csv quote as 's'
copy binary plan to stdout
copy binary xmlparse from program 's'
copy objects from stdout
copy binary trim from 's' where default notnull
copy binary varchar from 's' csv quote as 's' freeze where not default
copy binary national to program 's'
copy keep from program 's' freeze freeze where default is null
copy json_exists from stdin with binary delimiter 's'
copy commit from stdin quote 's' where + default
copy binary oids to stdout force quote *
copy binary procedures to stdin using delimiters 's' with freeze quote 's' force null period
copy overlay from 's' delimiters 's' with quote as 's' encoding 's'
copy binary position from 's' delimiters 's' with where default
copy numeric from 's' using delimiters 's'
copy objects from program 's' using delimiters 's'
copy binary json_exists from 's' using delimiters 's'
copy integer from program 's' delimiters 's' with
copy encoding from 's' with ( desc * )
copy skip to stdin using delimiters 's' ( bit * , scalar )
copy binary greatest from stdin using delimiters 's' ( treat ( false ) ) where default is unknown
copy binary json to program 's' delimiters 's' with ( json_table + 1.5 )
copy binary json_exists from program 's' with ( zone * )
copy binary merge_action from stdout with ( xmlelement ) where default isnull
copy binary cycle from stdout delimiters 's' ( distinct ( on ) ) where default is null
create unlogged table dec ( like string ) inherits ( json_objectagg ) on commit preserve rows
create local temp table if not exists delete ( like truncate ) using parameter without oids on commit delete rows
create table passing of identity using recursive without oids on commit delete rows
create temporary sequence reset
create temp sequence minute
create local temporary sequence add
create local temp sequence boolean
create global temporary sequence empty
create global temp sequence int restart
create unlogged sequence virtual
create sequence grouping no maxvalue
create foreign table character ( like keep ) server json_array
create foreign table scalar ( ) server immutable
create unlogged table omit of xmlpi ( password ) without oids
create temporary table refresh of json_scalar using error on commit drop tablespace int
create foreign table unconditional ( like scalar excluding identity ) server xmlforest
create foreign table exists ( like substring , b bigint array not null ) server system_user
create temporary table real of xmlattributes ( disable with options initially deferred )
create temp table if of sequence ( dec , json_exists with options null ) using conflict without oids on commit drop
create foreign table standalone ( json_serialize setof boolean array [ 2 ] null ) server xmlparse
create global temporary table logged of error ( plan with options ) on commit delete rows
create temp table plan of json_serialize ( constraint json_query primary key using index path deferrable ) without oids on commit preserve rows tablespace position
alter index keys add name setof character varying array initially deferred null
create global temp table bit of nested ( unlogged collate json_serialize ) on commit delete rows
create temporary table scalar of whitespace ( json_query with options deferrable collate error ) on commit preserve rows tablespace quotes
alter index savepoint alter smallint set compression key
alter index keys alter absent set compression default
alter index xmltable add database interval month array compression plan deferrable
alter index exists add unlisten time
create domain timestamp setof interval minute array not null not null primary key
create domain match setof interval hour
create domain xmlexists as interval array constraint xmltable unique nulls not distinct
create domain format double precision not null not null unique nulls not distinct
create domain extract timestamp initially deferred
create domain conditional as boolean array not null initially immediate not null
create domain nullif as integer array null not null null
create domain xmlroot as time collate period unique nulls not distinct with ( decimal )
create domain quotes as setof double precision primary key
create domain overlay setof time array deferrable collate path check ( default isnull is unknown ) no inherit
create domain b as timestamp array not deferrable initially deferred default $1 :: timestamp
create domain keys as smallint initially immediate generated always as identity
alter domain strip add unique nulls distinct ( json_scalar )
alter index xmlserialize alter column json_value add generated always as identity ( no maxvalue )
alter index passing alter column string add generated by default as identity
create domain unknown as setof boolean initially deferred deferrable
create domain decimal float not deferrable not deferrable
create domain ref setof time array initially deferred
create domain quotes time array initially immediate
create foreign table path ( like publication including statistics excluding generated including compression ) server exists
create foreign table exists ( like tables including compression including compression excluding generated ) server json_arrayagg
create foreign table method ( like xmlpi ) server json_exists
create foreign table return ( like minute including comments ) server mapping
create foreign table trim ( like json_serialize including compression ) server json_query
create foreign table scalar ( like interval including statistics including constraints ) server routine
create foreign table explain ( like each including defaults including defaults ) server json_exists
create foreign table partition ( like security including identity ) server json_object
create foreign table document ( like xmlnamespaces including compression including generated ) server statement
create foreign table time ( like xml excluding statistics including indexes ) server conversion
create foreign table empty ( like a excluding indexes including statistics ) server trim
create foreign table xmlserialize ( like precision excluding compression including storage ) server type
create foreign table by ( like mapping excluding indexes including all ) server xmlelement
alter domain treat add constraint operator check ( default > default )
alter domain setof add unique using index b
alter domain decimal add check ( default is not null is true )
alter domain assignment add unique ( virtual ) include ( scalar ) initially deferred deferrable
alter domain depends add unique using index xmlserialize
alter domain commit add primary key using index json_array deferrable
alter domain each add exclude using partition ( routine asc with || ) include ( json_query ) with ( join ) using index tablespace normalize where ( null )
alter domain b add foreign key ( indent , if ) references t match simple on delete no action
create domain smallint interval minute array deferrable check ( default is not true ) no inherit
create domain rename int not deferrable collate json_table check ( default is not document )
grant select ( escape ) to json_query with admin option granted by current_user
grant select to session_user granted by current_role
grant select ( content ) to current_role granted by session_user
grant select ( trim , json_object , empty ) to current_user with admin option granted by current_user
grant select ( target ) to current_user with admin option granted by session_user
alter domain merge_action add unique nulls distinct ( encoding ) include ( json_arrayagg ) initially deferred
create domain statistics as timestamp array initially deferred collate plan references nothing match full
create domain unlisten as double precision array null initially immediate references others match simple
create domain scalar as float references json on update no action
alter domain smallint add exclude using interval ( current_schema desc with strict . - ) where ( default ) initially deferred
alter domain json_arrayagg add exclude ( current_catalog asc with operator ( - ) )
create domain char timestamp array deferrable null references character match full on update set default
create domain trim as setof double precision null references access match simple on delete no action
create domain a setof double precision initially deferred initially immediate references greatest match full
create domain grouping as timestamp null collate json references passing on update restrict
create domain rollup as interval null references source on delete restrict
create domain json_arrayagg as setof dec array initially immediate references exists match full on delete restrict
create domain external setof integer collate xmltable references xmlpi match simple on delete cascade
create domain release as timestamp references integer on delete set null ( inout )
create domain nchar setof time references trim on delete set default
create foreign table keys ( ) inherits ( xmlattributes ) server key
create foreign table domain ( ) server nested
create temp table trim ( ) partition by smallint ( current_time ) without oids on commit delete rows tablespace unconditional
create table privileges ( ) using quotes on commit delete rows
create local temporary table json ( ) partition by xmlpi ( json_arrayagg collate comment method ) on commit delete rows tablespace nested
create global temp table t ( ) partition by encoding ( current_schema json ) on commit preserve rows tablespace omit
create unlogged table json_serialize ( ) partition by b ( move , ( default is false ) ) without oids on commit delete rows
create global temp table absent ( ) partition by absent ( partial ) using a
create temporary table path ( ) partition by index ( localtimestamp json_serialize ) on commit drop
create local temp table schemas ( ) partition by xmlparse ( ( default or default * default is normalized ) collate json_query ) on commit preserve rows tablespace xmlforest
create unlogged table plan ( ) using options on commit delete rows
create unlogged table continue ( ) on commit delete rows tablespace xmlforest
create global temporary table treat ( ) with ( system_user ) on commit preserve rows tablespace import
create table integer ( ) without oids on commit drop
create table extract ( ) on commit preserve rows tablespace xmlconcat
create local temporary table xmlparse ( ) without oids on commit drop tablespace b
create temp table revoke ( ) without oids on commit delete rows tablespace day
create global temp table values ( ) on commit preserve rows tablespace objects
create temp table trim ( ) without oids
create temporary table restart ( ) using reindex on commit drop tablespace plans
create global temp table configuration ( ) using national on commit preserve rows
alter domain string add unique ( indent )
create statistics index ( json_array ) on inout , ( default ) from parameter setof
create statistics if not exists json_serialize ( nchar ) on current_schema from source as xmlserialize
create statistics conditional on time from valid
create statistics scalar on current_role , json_array , ( current_catalog ) from user
create statistics nchar on content from user
create statistics out on normalize ( + default is not normalized ) from current_catalog
create statistics keep on ( || default = default ^ default ) from localtime
alter statistics configuration . freeze set statistics + 10
alter statistics if exists nested set statistics 10
create temporary table support without oids on commit delete rows as table locked with data
create global temporary table if not exists varchar using deferred on commit delete rows tablespace xmlnamespaces as ( table quotes ) with no data
refresh materialized view enum with data
refresh materialized view range with no data
refresh materialized view aggregate
create unlogged materialized view recheck using objects as table overlay with data
create unlogged materialized view if not exists compression as table string with no data
create unlogged materialized view t as table string with data
create materialized view numeric as table unconditional with data
refresh materialized view server with no data
alter sequence int no minvalue no maxvalue
create global temp sequence char minvalue + 1.5 start with 1.5
create global temp sequence unconditional
alter index source alter column data add generated always as identity ( no minvalue sequence name a )
alter index interval alter column first add generated by default as identity
alter sequence exists start with + 1.5
alter sequence json_serialize sequence name objects cycle
alter sequence json_exists as interval ( 10 )
alter sequence greatest cache 1.5
alter sequence each cycle
alter sequence prepared no cycle
alter sequence path increment by + 1.5
alter sequence integer maxvalue - 1
alter sequence xmlparse minvalue 1
alter sequence json_objectagg no maxvalue
alter sequence substring no minvalue
alter sequence attach owned by smallint
alter sequence setof sequence name omit
alter sequence merge_action start + 1.5
alter sequence xmlelement restart
alter sequence xmltable restart with - 2
alter sequence int increment by + 1.5
alter sequence new increment 1.5
alter large object 1.5 owner to current_role
alter large object + 1.5 owner to current_role
alter large object - 1.5 owner to session_user
alter large object + 10 owner to at
grant all on large object - 1.5 to session_user with grant option
grant integer on large object - 1.5 , + 1.5 , 10 to group storage
create or replace procedural language nested
create procedural language owner handler unlisten
create or replace trusted procedural language move
create procedural language without
create access method merge_action type table handler timestamp
create access method real type index handler share . sysid
create trusted language numeric handler scalar inline read
create procedural language csv handler filter no validator
create or replace language virtual handler greatest inline json_table validator xmlserialize
create or replace trusted procedural language smallint handler position inline a no validator
create language old handler rollback inline serializable no validator
create or replace procedural language nfc handler xmltable
create or replace procedural language values
create or replace trusted language json_query
create tablespace unconditional owner current_user location 's'
create tablespace boolean owner current_user location 's'
create tablespace json location 's'
drop tablespace varchar
drop tablespace if exists varchar
create extension if not exists varchar with
create extension session with schema procedural
create extension checkpoint
create extension type cascade cascade schema validate
create extension t cascade cascade version 's'
create extension enforced cascade
alter extension attach update to 's'
alter extension extract update to 's'
alter extension xmlforest update
alter extension cost update to path
alter extension escape drop tablespace xmlelement
alter extension treat drop materialized view deallocate . binary
alter extension unlogged add aggregate chain ( * )
alter extension json_table drop cast ( real as timestamp [ 2 ] )
alter extension trim add domain setof time array
alter extension second drop function freeze
alter extension character add operator class execute using label
alter extension exists add operator family admin . boolean using b
alter extension between add procedure tablesample
alter extension precision drop routine isnull
alter extension unconditional drop transform for setof time array language json_serialize
alter extension catalog add type bit array [ 1 ]
create foreign data wrapper over no validator
alter foreign data wrapper omit handler preserve
alter foreign data wrapper import no handler
alter foreign data wrapper indent validator smallint . granted
alter foreign data wrapper owned no validator
alter foreign data wrapper none handler nfc . like
alter foreign data wrapper numeric handler exists no handler
create foreign data wrapper error no handler
create foreign data wrapper json_object
alter foreign data wrapper none no validator options ( drop json_arrayagg )
alter foreign data wrapper nested validator json_serialize
create foreign data wrapper materialized options ( implicit 's' )
create foreign data wrapper string no validator
create foreign data wrapper time options ( except 's' )
create foreign data wrapper catalog options ( current_role 's' , smallint 's' )
alter server char options ( drop varchar )
alter server coalesce options ( isnull 's' )
alter server checkpoint options ( drop end , add json_array 's' )
alter server format options ( between 's' )
alter server atomic options ( set current_role 's' )
alter server interval options ( add t 's' )
alter server json_object options ( drop string )
alter server coalesce options ( constraint 's' )
alter server target options ( drop cross )
alter server work options ( indexes 's' )
create server vacuum type 's' foreign data wrapper system_user
create server if not exists extract type 's' version null foreign data wrapper xmlroot
create server referencing type 's' version 's' foreign data wrapper header
create server normalize version null foreign data wrapper absent
alter server char version 's'
alter server family version null
create server escape type 's' version null foreign data wrapper b
create server xmlconcat type 's' foreign data wrapper json_arrayagg
alter server objects version null options ( drop json_exists )
alter server b version 's'
alter server of options ( drop verbose )
import foreign schema trim from server least into xmlroot
import foreign schema xmlexists limit to ( json_scalar ) from server conditional into scalar
import foreign schema schema except ( execute ) from server source into json
import foreign schema enable limit to ( nullif * ) from server ties into boolean
import foreign schema empty from server bigint into coalesce
create user mapping for user server dec
create user mapping if not exists for user server immediate options ( keep 's' )
drop user mapping for decimal server json
drop user mapping for user server unconditional
drop user mapping for user server bit
drop user mapping if exists for session_user server target
alter user mapping for current_role server system_user options ( drop isnull )
alter policy merge_action on system_user to left using ( default % default )
alter policy absent on json_table using ( not default % default is not unknown )
alter policy version on exists
alter policy t on coalesce using ( default ) with check ( default is not normalized = default is true )
alter policy deferred on definer to is using ( default )
create policy conditional on json_array
alter policy float on plan to current_role using ( default )
alter policy nchar on json_arrayagg using ( default )
create policy call on exists to session_user using ( default )
create policy checkpoint on scalar for insert to tablesample using ( default )
create access method setof type table handler system_user
create access method json_array type index handler extract
create access method nullif type table handler expression
create trigger disable before insert on xmlnamespaces for row when ( default ) execute procedure key ( , 's' )
create or replace trigger varchar after delete on json_arrayagg for row when ( default ) execute procedure current_schema ( 's' )
create trigger merge_action instead of insert on extract for each statement execute procedure json ( )
create or replace trigger nested before insert on coalesce for each statement execute function materialized ( , empty )
create trigger char before insert on xmlparse for row execute procedure inner ( 1 , 1 )
create or replace trigger first before delete on substring for each row when ( default ) execute function json_query ( , 's' )
create trigger dec after update on prepared execute function read ( )
create trigger program instead of update of show on merge when ( default ) execute procedure identity ( 's' , 10 )
create trigger listen instead of truncate on nested for each statement when ( default ) execute procedure subscription ( , 1.5 )
create or replace trigger a instead of update on t referencing old table as precision when ( default ) execute function source ( 1.5 , asymmetric )
create or replace trigger indent before delete on discard for row when ( default ) execute function quotes ( 1.5 , 's' )
create trigger unconditional instead of insert on json_exists referencing old table as unconditional for each statement execute procedure concurrently ( row , 2 )
create or replace trigger xmlpi instead of truncate on rollback referencing new table as json_object old row as match for each statement execute procedure period ( , 2 )
create trigger time instead of update on document referencing old table as xmlforest for row when ( default ) execute function authorization ( variadic )
create or replace trigger overlay before insert on partition referencing new table as xmltable when ( default ) execute function nulls ( 2 )
create or replace trigger setof instead of insert on normalize referencing old table cascaded execute function collation ( 1.5 )
create or replace trigger keys before truncate on large referencing old table as publication for statement when ( default ) execute function nothing ( , current_schema )
create trigger position before insert on json_exists referencing new row xmlexists when ( default ) execute procedure password ( 1.5 , 1.5 )
create or replace trigger xmlpi before delete on repeatable referencing old row as normalize when ( default ) execute procedure binary ( )
create or replace trigger setof instead of delete on b for each row execute function rule ( , 1 )
create trigger unconditional instead of update on match execute function right ( out )
create or replace trigger explain instead of delete on json_serialize for each statement when ( default ) execute function format ( , 10 )
create or replace trigger minute before truncate on trim for row execute procedure overlaps ( )
create or replace trigger format instead of insert on timestamp for row when ( default ) execute procedure json_value ( )
create or replace trigger setof instead of delete on source for each statement when ( default ) execute procedure current_schema ( 1 )
create or replace trigger forward before update on backward for each statement when ( default is not unknown ~ default isnull ) execute procedure authorization ( , xmlexists )
create trigger values before insert on ref execute function freeze ( )
create event trigger atomic on binary execute function objects ( )
create event trigger varchar on ilike execute procedure verbose ( )
create or replace trigger xmlforest after update on nested for row execute function json_objectagg ( 1.5 )
create or replace trigger omit instead of update on xmltable for each row execute procedure listen ( primary , 1.5 )
create trigger inout before delete on between for statement execute function unencrypted ( )
create or replace trigger period instead of delete on role for row execute function overlaps ( 2 )
create or replace trigger procedural after update on nested for statement execute function statistics ( 1.5 )
create or replace trigger xmlforest after delete on nullif execute procedure finalize ( 's' )
create or replace trigger position after delete on trim when ( default ) execute function full ( do )
create constraint trigger json_value after insert on json_value from json_arrayagg for each row execute function overlaps ( )
create event trigger b on nfkd when absent in ( 's' , 's' ) execute function inherit ( )
create event trigger recursive on row when access in ( 's' ) execute procedure like ( )
create event trigger treat on outer when rows in ( 's' , 's' ) and nullif in ( 's' , 's' ) execute procedure error ( )
create event trigger coalesce on string when begin in ( 's' , 's' ) execute procedure collation ( )
create event trigger inherits on int when depends in ( 's' ) execute procedure json_query ( )
create event trigger absent on setof when refresh in ( 's' , 's' , 's' , 's' ) execute procedure path ( )
alter event trigger unconditional enable always
alter event trigger precision enable
alter event trigger password enable replica
alter event trigger privileges enable always
alter event trigger period disable
create aggregate keep ( setof timestamp ) ( into )
create operator ~ ( with )
create type float . deferrable ( boolean )
create type json . json_object
create type validator as ( real setof smallint array )
create type until . select as enum ( )
create type nullif as range ( json_arrayagg )
create text search parser enforced . json_array ( cross )
create text search dictionary bit ( fetch )
create text search template smallint . else ( initially )
create text search configuration insert . policy ( tablesample )
create collation commit . owner ( within )
create collation if not exists system_user ( left )
create collation bigint . indexes from setof . virtual
create collation if not exists plan from system_user
create operator >= ( omit = 1.5 )
create operator >= ( right )
create operator * ( char , null , is )
create operator || ( xmlconcat = none )
create operator ~ ( prior )
create operator || ( nested = setof bit array )
create operator ~ ( prior = collate )
create operator % ( full = operator ( format . || ) )
create operator || ( error = 1 )
create operator * ( coalesce = 's' )
create operator ~ ( json_scalar = none )
create aggregate json_object ( json_serialize = 1.5 )
create or replace aggregate unbounded ( absent = 's' )
create or replace aggregate unconditional ( error = * , absent = || )
create or replace aggregate within ( json_serialize = 's' )
create type stdout as enum ( 's' )
create type dec as enum ( )
create type extract as enum ( 's' )
create type delimiter as enum ( 's' , 's' , 's' )
alter type source . b add value if not exists 's'
alter type preserve add value 's' before 's'
alter type configuration . freeze add value if not exists 's' after 's'
alter type indent rename value 's' to 's'
alter type extract add value if not exists 's'
alter type procedures add value 's'
create operator class system_user . json_table default for type setof char varying using numeric as function 10 publication
alter operator family position using cascade add operator 2 int . || for order by objects recheck
alter operator family by using key add function 1 objects , storage time
alter operator family replace using definer add operator 2 json_value . || for search recheck
alter operator family json_table using between add function 10 if ( )
alter operator family path using exists add function 10 ( setof int array ) json_arrayagg ( )
alter operator family out using row add storage attribute array [ 1 ]
create default conversion merge_action for 's' to 's' from substring
create conversion out for 's' to 's' from parser
create operator class xmlattributes default for type setof smallint array using format family functions as function 1 is
create operator class dec for type int array using absent as function 1 verbose
alter operator family t using sets add operator 2 + for search recheck
alter operator family objects using json_array add operator 2 <= for order by show . nfd
alter operator family atomic using xmlelement add operator 2 <> recheck
alter operator family rollup using partial add operator 1 / recheck
alter operator family xmlelement using treat add operator 2 ~ for search
create operator family extension using int
alter operator family real using xmlexists add storage setof timestamp array
alter operator family a . xmlforest using format drop operator 1 ( setof timestamp )
alter operator family treat using keys drop function 10 ( setof timestamp array )
alter operator family coalesce using varchar drop function 2 ( setof time array ) , function 1 ( setof timestamp )
alter operator family json_serialize using t drop operator 1 ( varchar array )
alter operator family json_serialize using xmlserialize drop function 10 ( setof time )
drop operator class out using nothing cascade
drop operator class if exists json_serialize . user using enforced
drop operator family oids . overlay using procedural cascade
drop operator family if exists error . minvalue using parser restrict
drop owned by session_user , row restrict
reassign owned by current_role , string to session_user
drop text search configuration if exists conditional restrict
drop statistics valid cascade
drop event trigger if exists object , json_object
drop access method groups , treat restrict
drop rule nulls on routine restrict
drop policy if exists snapshot on keys . conditional restrict
drop type setof bit varying array restrict
drop type if exists varchar [ ] cascade
drop domain setof bit array cascade
drop domain if exists current_schema array
drop index concurrently parallel , large
drop index concurrently if exists json_table , a
drop table others cascade
drop sequence string
drop view nchar restrict
drop materialized view large restrict
drop index target
drop foreign table xmlserialize
drop collation nested
drop conversion mapping restrict
drop statistics substring
drop text search parser precision restrict
drop text search dictionary bit restrict
drop text search template json_arrayagg restrict
drop text search configuration unlogged
comment on event trigger position is 's'
comment on database columns is 's'
comment on role error is 's'
comment on subscription prepared is null
comment on tablespace double is null
drop access method row
drop event trigger character cascade
drop extension snapshot restrict
drop foreign data wrapper absent restrict
drop procedural language xmlconcat restrict
drop publication xmlexists cascade
drop schema json_object
drop server rule
drop policy t on virtual cascade
drop rule b on omit restrict
drop trigger substring on plan restrict
drop text search template after . merge cascade
drop text search parser treat , json_query , escape restrict
create type unconditional
create type nested . collation
create type setof . constraint
create type nchar . json_array . for
drop type interval day to minute array [ 1 ] restrict
drop type char varying array , setof dec array cascade
truncate json_exists restrict
truncate table class continue identity
truncate table document restart identity restrict
truncate table virtual cascade
comment on text search parser virtual . granted is 's'
comment on column b . national is null
comment on subscription plan is null
comment on type timestamp array [ 10 ] is null
comment on domain setof interval [ 10 ] is 's'
comment on aggregate a ( * ) is null
comment on function full ( ) is 's'
comment on constraint real on substring is 's'
comment on constraint support on domain normalize is null
comment on rule json_table on nested . session_user is null
comment on procedure concurrently is 's'
comment on routine password ( ) is 's'
comment on transform for interval array language policy is null
comment on operator class scalar using options is 's'
comment on operator family float using path is 's'
comment on large object 1 is null
comment on cast ( character array [ 10 ] as interval year array ) is 's'
comment on column option is 's'
comment on column varchar is null
security label on conversion position . where is 's'
security label on column input is 's'
security label on tablespace grouping is null
security label on type setof interval minute array is 's'
security label for 's' on domain setof char array is null
security label for t on aggregate plan ( * ) is null
security label for tablesample on large object + 10 is null
security label on procedure full ( ) is null
security label for 's' on routine absent ( ) is 's'
security label for 's' on column sysid is null
security label on column family is null
security label on column work is 's'
security label on column xmlroot is null
fetch next from json_array
move backward all start
fetch b
fetch from unconditional
fetch next from substring
fetch prior from xmlnamespaces
fetch first from period
fetch last xmlnamespaces
fetch absolute - 10 from decimal
fetch relative - 1 json_exists
fetch - 1 values
fetch all in location
fetch forward smallint
fetch forward + 10 including
fetch forward all from enforced
fetch backward bigint
fetch backward 2 json_array
fetch backward all in between
fetch from begin
fetch in forward
fetch next in real
fetch next source
grant all on schema setof to binary , group rule
revoke all on table keys from group current_user cascade
revoke grant option for alter system on procedure natural from group timestamp restrict
grant select , references , references on table grouping to group session_user with grant option
grant all on parameter trim to group current_user with grant option granted by session_user
grant all privileges on sequence overlay to current_role
grant all ( system_user , varchar ) on table period to group current_user with grant option
grant all privileges ( json_table ) on language unconditional to current_user with grant option granted by current_user
grant source ( sequences ) to session_user with admin option granted by nulls
grant references , select , select to current_role with admin option granted by current_user
grant select ( json_value ) to a granted by current_role
grant references ( domain ) to current_user granted by current_role
grant create to session_user
grant alter system to session_user granted by interval
grant objects to session_user granted by current_role
grant alter system on parameter inline to group current_user granted by current_user
grant select on parameter xmlserialize , unconditional , virtual . nfd to current_role granted by target
grant create on parameter xmlnamespaces to json_array granted by extract
grant all on parameter json_query . overlay to group current_role with grant option
grant json_object on unconditional to group current_role granted by current_role
grant all privileges on table conditional , t to group decimal
grant all on sequence empty to current_role granted by serializable
grant all privileges on foreign data wrapper dec , cursor to group session_user
grant all on foreign server none to current_role with grant option granted by current_role
grant all on function tablesample , right to group current_role with grant option granted by current_user
grant all on procedure content , xmlpi to group current_role granted by current_user
grant all on routine bigint to group current_user granted by session_user
grant references on database json_objectagg , nfkd to row with grant option
grant alter system on domain increment , real to xmlconcat with grant option
grant references on language unconditional to current_user granted by session_user
grant all on large object + 1 to group current_role granted by current_user
grant all on parameter conditional to current_user granted by rows
grant all on schema granted , omit to group current_role
grant all privileges on tablespace cost to group current_user with grant option granted by current_role
grant alter system on type read , greatest to group current_user granted by verbose
grant all privileges on all tables in schema configuration , json_table to group session_user with grant option granted by current_role
grant all on all sequences in schema detach to absent granted by current_role
grant all privileges on all functions in schema xmlroot to dec with grant option granted by current_user
grant all on all procedures in schema json_arrayagg , keys to period granted by like
grant references on all routines in schema time to group full with grant option granted by cross
grant select on table show to nchar with grant option
grant all on large object + 1.5 to group current_role , group current_role granted by current_role
grant alter system on schema xmlserialize to current_role with grant option
grant all on parameter xmlpi to group outer with grant option
grant alter system on time to group session_user with grant option
grant all privileges on tablespace a to indent granted by inout
grant select to session_user , session_user with admin option
revoke alter system from session_user granted by extract restrict
revoke admin option for create from current_role granted by current_user restrict
grant select to current_user with admin option granted by current_role
grant select to session_user with admin option granted by current_user
alter default privileges revoke alter system on functions from session_user cascade
alter default privileges for user unconditional for role session_user revoke all on tables from group json_query restrict
alter default privileges revoke all privileges on routines from group session_user restrict
alter default privileges in schema omit , system_user revoke all on sequences from current_user cascade
alter default privileges for role current_user grant all privileges on types to extract
alter default privileges for user current_role , current_user revoke all privileges on schemas from session_user restrict
alter default privileges grant references on tables to group natural with grant option
alter default privileges revoke all on schemas from group current_user restrict
alter default privileges revoke grant option for all privileges on routines from current_role , current_role
alter default privileges grant select on tables to group current_role with grant option
alter default privileges grant all on functions to is
alter default privileges grant all on routines to session_user
alter default privileges grant all on sequences to current_user
alter default privileges grant all on types to group binary
create unique index concurrently on xmlparse * using lock ( current_date desc ) nulls not distinct tablespace plan where default like default
create unique index concurrently if not exists header on only json_array using deallocate ( trim ) nulls distinct with ( float ) where default * default
create unique index implicit on only coalesce using setof ( current_time desc ) tablespace system_user where default
create index on xmlnamespaces using real ( current_user ) tablespace json_array
reindex table concurrently error
reindex index add
create unique index concurrently json_exists on xmlroot using indent ( omit asc ) nulls not distinct tablespace at where default
create unique index on dec using overlay ( b ) nulls distinct tablespace none
create index concurrently on error using timestamp ( t ) nulls not distinct tablespace national
create index on cycle * ( xmlforest ) nulls not distinct
create unique index concurrently keep on coalesce ( ( not default is null ) collate decimal enforced asc nulls last ) nulls distinct where default
create unique index on only procedures using json_arrayagg ( current_role , ( default notnull ) desc nulls first ) where default
create index on csv ( out collate error asc nulls first )
create index concurrently out on listen * using increment ( nothing notify ( xmlattributes ) nulls first ) nulls not distinct
create index concurrently precision on json_exists * using between ( share truncate nulls last ) nulls distinct tablespace char
create unique index concurrently quotes on procedure * ( user b asc ) nulls not distinct where default
create index concurrently t on json_value using functions ( ( default isnull in ( default ) ) asc ) nulls distinct where default
create index on only extract using conditional ( current_catalog desc ) include ( out desc )
create index indent on absolute * ( xmlroot desc ) nulls distinct tablespace xmlparse where default
create index format on document * using standalone ( owner ) include ( ( default is false < ~ default ) collate of action desc nulls first ) nulls distinct tablespace restrict
create unique index json_object on operator ( session_user ) include ( position desc , release asc nulls first ) tablespace trim where default
create unique index concurrently on xmlforest * ( precision collate schema . json_arrayagg statistics asc ) nulls distinct
create unique index concurrently on position using dictionary ( nfkd minvalue desc ) nulls not distinct tablespace truncate
create index on trim * using none ( xmlforest collate escape xmlroot . dec . b asc nulls last ) tablespace scalar where default
create unique index assertion on add * ( nfd collate json_array nulls first ) nulls distinct where default
table access order by default notnull < default isnull asc nulls first
table position order by - default notnull desc
table xmlelement order by default is unknown is unknown nulls last
table time order by default is not document asc nulls first
table session order by default is unknown nulls last
table substring order by default is not false desc
create or replace function exclusive ( ) language overlaps begin atomic ; end
create or replace trusted procedural language coalesce
create language xmlelement
drop function nested ( timestamp ) cascade
drop function freeze ( )
drop function declare ( binary inout expression . template % type )
drop function name ( timestamp , language time array ) restrict
drop function similar
drop function merge_action ( )
drop function concurrently
drop function old
create function unlisten ( setof dec ) immutable return default
create function like ( ) begin atomic end
create function system_user ( in interval hour array default default notnull or default is unknown ) stable return default
create or replace function by ( timestamp array , timestamp array default default or default ) window return default
create or replace function json_scalar ( in out unconditional cross . xmlelement % type ) window
create function quote ( enforced out setof json . absent % type )
create function support ( isnull setof json_objectagg . char % type ) return default
create or replace function isnull ( out setof right . outer % type ) immutable begin atomic end
create or replace function indent ( isnull . full . window % type ) window return default
create function similar ( in decimal array ) begin atomic end
create function target ( out setof timestamp ) return default
create function cross ( inout interval month ) begin atomic end
create or replace function json_array ( in out timestamp [ ] ) window
create or replace function left ( variadic dec array ) volatile begin atomic end
call scalar ( variadic source := default is null )
create function a ( ) returns setof quotes . true . json_scalar % type return default
create function notnull ( ) returns time array [ 10 ] security invoker return default
create function extension ( ) returns inner . system_user % type return default
create function unconditional ( ) returns setof cluster . keep . integer % type security invoker
create function second ( inout label like . statement % type ) window begin atomic end
create function tablesample ( join in setof interval year default default is not false between symmetric - current_date and default is not null ) immutable begin atomic end
create or replace function unbounded ( verbose out double precision = default and default / default * default ) return default
drop aggregate serializable ( cache timestamp array ) cascade
drop aggregate is ( * ) restrict
drop aggregate binary ( setof timestamp array ) cascade
drop aggregate outer ( order by setof numeric )
drop aggregate natural ( setof float array order by interval month array )
drop aggregate tablesample ( is off . support % type )
drop aggregate t ( setof decimal array , timestamp array ) cascade
drop aggregate notnull ( timestamp array ) cascade
drop aggregate json_object ( * ) , show ( * ) restrict
create or replace function binary ( ) language float begin atomic ; end
create or replace function attribute ( ) return default
create function collation ( ) transform for type interval minute array begin atomic end
create function enforced ( ) as 's' as 's' return default isnull
alter function path called on null input
alter function ilike returns null on null input restrict
alter function cross strict restrict
alter function repeatable immutable restrict
alter function ilike stable restrict
alter function comments volatile
alter function right external security definer
alter function notify external security invoker
alter function policy security invoker
alter function inner leakproof restrict
alter function virtual not leakproof restrict
alter function interval cost - 1
alter function continue rows + 1.5 restrict
alter function interval support int restrict
alter function similar set role $1 restrict
alter function cross parallel overlay restrict
create or replace function old ( ) as 's' return not default
create or replace function json_table ( ) language xmlparse return $1
create function index ( ) transform for type timestamp return default isnull
create or replace function owned ( ) window
create function left ( ) rows - 1.5 return default
create or replace function source ( ) as 's' return - default
create or replace function cross ( ) as 's' , 's' begin atomic ; end
create function ilike ( ) window return default is normalized between + current_schema and default <= default
create function inner ( ) return default is null is not normalized
create function type ( ) begin atomic end
create or replace function notnull ( )
create function nfkd ( ) security invoker begin atomic return default ; return not default ; end
create or replace function is ( ) begin atomic end
create function conditional ( ) window begin atomic ; ; return array [ ] ; end
create function verbose ( ) transform for type time array [ 10 ] return null
create or replace function add ( ) transform for type setof time , for type bit array return default notnull
create publication exists with ( savepoint )
create publication sequence
create or replace function outer ( ) returns table ( deallocate setof path . overlaps % type )
create function keep ( ) returns table ( overlaps similar . union % type )
create or replace function prepared ( ) returns table ( notnull setof interval , a float array ) security definer begin atomic end
alter function target ( ) reset session authorization restrict
alter procedure current_schema volatile
alter function outer cost 1.5
alter function conditional leakproof rows - 1.5
alter function binary stable restrict
alter function extract volatile
drop function off
drop function if exists double , similar cascade
drop procedure real
drop procedure if exists notnull , current_schema cascade
drop routine full , json restrict
drop routine if exists real restrict
drop aggregate minvalue ( * ) cascade
drop aggregate if exists inner ( * ) restrict
drop operator || ( setof boolean array [ 10 ] , setof varchar array )
drop operator / ( none , setof scalar ) restrict
drop operator % ( setof dec [ 10 ] , none ) restrict
create operator < ( source )
create operator least . / ( xmlforest )
drop operator nested . || ( setof boolean array , none )
drop operator keys . || ( none , setof timestamp )
do language similar
create cast ( bit array [ 10 ] as setof bit array [ 1 ] ) without function as assignment
create cast ( setof bit array as time array [ 1 ] ) with inout as assignment
create cast ( setof time as setof interval hour ) without function as implicit
create cast ( interval minute array as interval day array ) without function as assignment
create cast ( setof double precision array as time array ) without function
drop cast ( time array [ 10 ] as setof timestamp array ) cascade
drop transform if exists for interval minute array language drop
drop transform for setof interval year array language t cascade
create or replace transform for setof real array language virtual ( from sql with function current_schema )
create transform for setof float array language real ( from sql with function outer , to sql with function similar )
create or replace transform for time language conditional ( to sql with function hour ( ) , from sql with function is )
create transform for interval hour language row ( from sql with function json_array )
create transform for setof smallint language greatest ( to sql with function json_array ( ) )
drop transform if exists for bit array language virtual
reindex system xmlforest
reindex ( analyze ) table concurrently grouping
reindex ( path ) system coalesce
reindex index concurrently system_user
reindex table start
reindex schema concurrently excluding
reindex system json_query
reindex database concurrently plan
alter tablespace others set ( current_schema )
alter tablespace asensitive reset ( unencrypted )
alter aggregate varying ( * ) rename to xmlconcat
alter collation json_arrayagg . exclusive rename to include
alter conversion period rename to treat
alter database storage rename to json_object
alter domain extract rename to csv
alter domain string . is rename constraint exists to float
alter foreign data wrapper dictionary rename to xmlnamespaces
alter procedural language enforced rename to matched
alter operator class xmlnamespaces using between rename to period
alter operator family double using values rename to extract
alter policy string on coalesce rename to xmlparse
alter policy if exists validate on xmlpi rename to exists
alter procedure statement ( ) rename to definer
alter publication keep rename to source
alter routine excluding ( ) rename to xmlserialize
alter schema time rename to merge
alter server logged rename to xml
alter subscription generated rename to xmlparse
alter table plan rename to target
alter table if exists only plan rename to period
alter sequence mode rename to t
alter sequence if exists lock rename to precision
alter view if exists char rename to extract
alter materialized view if exists virtual rename to merge_action
alter index json_objectagg rename to varchar
alter index if exists json_object rename to conditional
alter foreign table format rename to last
alter foreign table if exists only update rename to json_arrayagg
alter table row * rename column exists to least
alter table if exists json_serialize * rename column quotes to json_array
alter materialized view keep rename column reset to json_query
alter table database rename constraint omit to row
alter table if exists xmlelement rename constraint system_user to copy
alter foreign table only bigint rename a to xmlnamespaces
alter foreign table if exists json rename column bit to nchar
alter trigger rollback on nested rename to cost
alter event trigger json_arrayagg rename to attach
alter tablespace keep rename to name
alter statistics keep rename to minvalue
alter text search parser revoke rename to json_object
alter text search dictionary keep . symmetric rename to format
alter text search template json_array . json_object rename to off
alter text search configuration b . xmlconcat rename to xmlnamespaces
alter type string . left rename to nested
alter type timestamp rename attribute declare to char restrict
alter view trim rename column format to coalesce
alter view header rename values to values
alter index temp alter objects set data type float array collate int using default
alter index xmlnamespaces alter column smallint type decimal array
alter function json_value depends on extension varchar
alter materialized view row depends on extension xmlexists
alter index char depends on extension minvalue
alter function conditional no depends on extension quotes
alter function volatile depends on extension dec
alter aggregate encoding ( * ) set schema value
alter collation ordinality . procedure set schema chain
alter conversion last . like set schema xmlnamespaces
alter domain depth set schema a
alter extension indent set schema source
alter function national set schema between
alter operator class bigint using t set schema scalar
alter operator family session . having using out set schema large
alter procedure notnull set schema extension
alter routine partial ( ) set schema indexes
alter table enforced * set schema dec
alter table if exists keep * set schema json_table
alter statistics target set schema json_value
alter text search parser bigint . nullif set schema nullif
alter text search dictionary treat . json_objectagg set schema unknown
alter text search template snapshot set schema unconditional
alter text search configuration json_object . freeze set schema xmlexists
alter sequence values set schema json_arrayagg
alter sequence if exists unconditional set schema compression
alter view timestamp set schema between
alter view if exists json_scalar set schema coalesce
alter materialized view if exists strip set schema xmlforest
alter foreign table cluster set schema path
alter foreign table if exists only json_array set schema b
alter type char set schema json_serialize
alter type action set ( on = none )
alter type decimal set ( from = none , filter = 's' )
alter type restrict set ( into = none )
alter type int set ( left = unique )
alter type xmlparse set ( similar = setof nested . depth % type )
alter type greatest set ( outer = group )
alter type assertion set ( string = operator ( || ) )
alter type overlay set ( substring = + 1.5 )
alter type deallocate set ( boolean = 's' )
alter type normalize . verbose set ( xmlattributes = none )
alter aggregate format ( * ) owner to right
alter collation grouping owner to session_user
alter conversion copy owner to numeric
alter database real owner to join
alter domain session . union owner to bit
alter language ref owner to current_role
alter large object + 1.5 owner to path
alter operator class row . boolean using privileges owner to session_user
alter operator family char using least owner to concurrently
alter procedure xmlnamespaces owner to current_role
alter routine json_exists ( ) owner to is
alter schema second owner to current_user
alter type off owner to session_user
alter tablespace target owner to xmlforest
alter statistics least . keep owner to session_user
alter text search dictionary time owner to current_role
alter text search configuration compression owner to like
alter foreign data wrapper timestamp owner to session_user
alter server treat owner to json_object
alter event trigger json_value owner to current_user
alter publication comments owner to current_user
alter subscription substring owner to plan
create publication year with ( like )
create publication prior for all tables
alter publication before add table format
alter publication unconditional add tables in schema chain
alter publication trim add tables in schema current_schema
alter publication keys set ( binary )
alter publication refresh set tables in schema current_schema
create subscription json_exists connection 's' publication integer , json_object
alter subscription target set ( xmlserialize )
alter subscription empty connection 's'
alter subscription absent refresh publication with ( similar )
alter subscription rows add publication decimal , national with ( smallint )
alter subscription preserve drop publication quotes with ( json_serialize )
alter subscription grouping set publication float
alter subscription scalar enable
alter subscription security disable
alter subscription xmlconcat skip ( column )
drop subscription chain cascade
drop subscription if exists nested restrict
create rule enforced as on insert to empty do instead nothing
create rule json_exists as on insert to normalize where default do also values ( default , default )
create rule over as on insert to json_object where default do instead ( ; ; )
create or replace rule substring as on update to b do ( ; )
create or replace rule json_object as on select to conditional where default do also ( )
create or replace rule cascaded as on insert to cache where default do ( table substring )
create or replace rule out as on insert to plan where default do instead insert into json_scalar as numeric default values on conflict do nothing returning default
create or replace rule json_exists as on delete to statement do also update normalize immediate set precision = not default returning *
create or replace rule bit as on update to xmlpi where default do also delete from t normalize where not default returning default
create or replace rule preceding as on select to between do also notify xmltable , 's'
create rule absent as on update to sequence where default do ( values ( default ) )
create or replace rule oids as on delete to objects do also ( )
create rule enforced as on select to boolean do also nothing
create or replace rule smallint as on update to target where default do also ( )
create or replace rule dec as on delete to decimal do instead nothing
create rule row as on insert to xmlserialize do instead ( )
create or replace rule extract as on update to setof where default do instead ( ; )
create or replace rule merge_action as on update to target do also nothing
create rule empty as on delete to insensitive do nothing
notify format , 's'
notify merge_action , 's'
notify materialized
unlisten scalar
abort transaction and no chain
commit work and chain
savepoint coalesce
release savepoint each
release nowait
rollback transaction to savepoint treat
rollback work to scalar
abort work and no chain
abort transaction and chain
set transaction read write , deferrable , not deferrable
set transaction read only isolation level repeatable read
start transaction read write , not deferrable read write
abort and chain
create temporary recursive view setof ( parser ) as ( table others )
create temporary view deferred as table connection with check option
create unlogged view smallint as table omit with cascaded check option
create temp view json_exists as table bit with local check option
create global temporary view xmlexists as table xmlnamespaces
create database handler with
alter database release connection limit - 2 encoding = default
alter database decimal
alter database finalize location false
alter database b location = + 1.5 tablespace = default
alter database enable template = 2
alter database local tablespace drop
alter database period template default
alter database none target = default
alter database position connection limit = default
alter database nullif encoding default
alter database timestamp location default
alter database indent owner = default
alter database period tablespace default
alter database merge_action template default
alter database period json_object = default
alter database session template default
alter database keys with location - 2
alter database source path default
alter database rename set tablespace path
alter database at refresh collation version
alter database float set transaction read only
drop database minvalue
drop database if exists json_objectagg
drop database json_value with ( force )
drop database if exists system_user with ( force )
drop database b with ( force )
drop database level ( force , force )
drop database procedure with ( force )
alter collation json_exists . after refresh version
alter system set merge_action to 1.5
create domain json . character as setof keys array [ 1 ] initially immediate not deferrable
alter domain identity set default default is unknown
alter domain smallint drop not null
alter domain out . character set not null
alter domain version add check ( default is null ) no inherit
alter domain bigint . natural drop constraint inherits
alter domain json_array drop constraint if exists indent
alter domain setof validate constraint json_table
create domain precision as setof timestamp
create domain format setof boolean array initially deferred
alter text search dictionary strict . revoke ( indent )
alter text search configuration hold add mapping for xmlnamespaces , json_table with overlay
alter text search configuration real . using alter mapping for real , error with string
alter text search configuration server . concurrently alter mapping replace position . trim with local . procedure
alter text search configuration xmlnamespaces alter mapping for between , day replace xmlnamespaces . bit with prepare . omit
alter text search configuration smallint . false drop mapping for t , nfkd
alter text search configuration conditional drop mapping if exists for scalar , scalar
alter text search configuration json_object alter mapping replace format with json_objectagg
alter text search configuration enforced alter mapping replace json_table with least
create default conversion extract . password for 's' to 's' from rows . cross
cluster verbose xmlparse using substring
cluster timestamp
vacuum freeze verbose character
analyze ( normalize on )
vacuum ( analyze , format + 1.5 )
vacuum ( hour - 1 )
vacuum ( analyse 1 )
vacuum ( json_arrayagg 's' )
vacuum ( analyze 1.5 )
vacuum analyse
vacuum full verbose
vacuum full verbose analyse
vacuum freeze verbose analyze
analyze verbose integer ( t , publication )
analyse cascaded
analyze verbose set , committed
explain refresh materialized view concurrently rollback
explain analyze execute overlay
explain verbose table least
explain ( analyse 1.5 ) refresh materialized view language with data
explain table only others
explain insert into path as timestamp table cursor on conflict do nothing
explain update delete set last = default notnull from json_arrayagg returning default
explain delete from statistics using session_user where current of domain returning *
explain declare xmlconcat binary asensitive cursor with hold for table format
explain create local temporary table position on commit drop tablespace load as ( table preserve ) with no data
explain create unlogged materialized view constraints using indent as ( table empty )
explain execute error
prepare time as table xmlexists
prepare setof ( varchar ) as table json_array
prepare xmlserialize as table inout
prepare nfkd as ( table integer )
prepare merge_action as insert into last table database on conflict do nothing
prepare json_object as update target set interval = not default where default is null
prepare json_array as delete from system_user using current_timestamp where current of enforced
prepare time as merge into extract serializable using current_time on not default is not normalized when matched and default then delete
execute nullif ( default )
create local temp table conditional on commit delete rows as execute partial with no data
create global temp table if not exists insert without oids on commit delete rows as execute delimiter ( default )
execute boolean ( default , default <= default )
execute t
deallocate quotes
deallocate prepare float
insert into insert table float on conflict do nothing
insert into quotes . ordinality default values on conflict do nothing
insert into char as system_user default values on conflict do nothing returning default
insert into json_table ( table a )
insert into values overriding user value table chain on conflict do nothing
insert into notify ( xmlparse ) table values
insert into json_value ( json_arrayagg , absent ) overriding system value table numeric on conflict do nothing returning *
insert into target default values on conflict do nothing returning *
insert into plans overriding user value table forward on conflict do nothing returning default
insert into family overriding system value table restrict on conflict do nothing
insert into empty ( match , trim . * ) table without on conflict do nothing returning *
insert into conditional ( out ) table position
insert into xmlelement default values on conflict do update set error = content where default is not true returning default
insert into quote default values on conflict on constraint aggregate do nothing
insert into language default values returning default
insert into access default values on conflict ( session_user desc ) where default is false do nothing
insert into xmlroot default values on conflict on constraint conditional do nothing returning *
insert into nfc default values on conflict do nothing
delete from json where default returning default , default exists
delete from setof where default
delete from publication * coalesce using enforced where current of scalar returning default
delete from xmlconcat using current_timestamp as standalone
delete from integer returning default
lock json_exists
lock interval in access exclusive mode nowait
lock json_value nowait
lock table restart in access share mode
lock table coalesce in row share mode
lock json_serialize in row exclusive mode
lock virtual in share update exclusive mode
lock virtual in share mode nowait
lock scalar in share row exclusive mode
lock smallint in exclusive mode
lock table cycle in access exclusive mode nowait
lock table dec in share mode nowait
lock scalar
table close for update of normalized nowait limit all
table greatest for key share of error skip locked limit all
table inout for share
update only json_scalar as position set xmlforest = default where current of a
update language set ( nullif , match ) = + default is null returning *
update conditional set xmlconcat = + default , ( forward ) = default <= default where default returning default
update scalar set coalesce = default - default is not null
update mode set ( scalar , float ) = default is not false - default <> default where default
update of set program . * = default is not false
update within set ( virtual ) = default is not false where default
update procedural set ( first , keep , nested . * ) = default is not unknown
merge into scalar using localtime on ~ default when not matched and default is true then do nothing
merge into operator using current_time on default is not true when matched then delete when not matched and default then insert default values
merge into json_objectagg using row on || default when matched then update set enforced = default
merge into aggregate using unconditional on default like default when matched and default notnull then delete
merge into assertion using format on ~ default when not matched and default < default then insert default values
merge into format using explain on || default when matched and default < default then do nothing
merge into nested using current_role on default is document when not matched then do nothing
merge into greatest using sequences on between when matched and not default is unknown then delete
merge into bigint using delimiter on default is not false when matched then delete
merge into session using user on ~ default when matched then update set json_arrayagg = default is null
merge into json_scalar using session_user on default is true when matched and default then delete
merge into off using current_catalog on default is not unknown when not matched then insert values ( default )
merge into oids using keys on not default when not matched and default then insert overriding user value values ( default )
merge into json_objectagg using bigint on default is normalized when not matched and default then insert ( character , share ) values ( default )
merge into delete using xmlroot on default >= default when not matched and default then insert ( national , row ) overriding system value values ( default )
merge into maxvalue using session_user on - default when not matched then insert default values
merge into error using session_user on default % default when not matched and default then insert values ( default , default <= default )
declare dec cursor for table logged
close plans
declare statistics cursor for table virtual
declare system_user insensitive scroll no scroll cursor with hold for table path
declare quotes scroll binary binary scroll cursor with hold for table decimal
declare system_user asensitive no scroll binary binary cursor for table temp
declare xml asensitive binary scroll asensitive cursor without hold for table json_exists
declare including asensitive no scroll scroll insensitive cursor without hold for table grouping
declare overlay binary scroll cursor for table xmlroot
declare json_objectagg binary insensitive cursor with hold for table real
declare position scroll binary cursor without hold for table xmlexists
values ( default , default notnull )
( table savepoint )
( table read )
( ( table add ) )
values ( minute notnull )
table instead order by default
( table unbounded ) for update skip locked limit all
table json_query order by default limit default for read only
with numeric as materialized ( table after ) ( table indent )
with plan as materialized ( table objects ) table xmlpi order by default asc
with smallint as materialized ( table character ) ( table inout ) order by default asc for read only
with recursive format as ( table timestamp ) table treat limit default offset default for read only
values ( default , default is false ) for read only
( table scalar ) for read only
select all * into temporary table conversion where default <> default
select distinct on ( default ) * from functions group by ( ) having default is not null
values ( default , - default )
table grouping *
( table isolation ) union table breadth
table merge_action intersect distinct ( table refresh )
( table rename ) except distinct ( table normalize )
with xmlelement as ( table scalar ) table smallint
with nulls as not materialized ( table time ) table coalesce
with recursive prior as ( table smallint ) table interval
with execute ( least ) as ( table indent ) table virtual
with json_scalar as materialized ( table quotes ) , row as ( table delimiters ) table dec
with precision ( volatile ) as not materialized ( table numeric ) search breadth first by interval set absent cycle row set b using timestamp table whitespace
with object as materialized ( table enforced ) table increment
with t as not materialized ( table bigint ) table notify
with rename as ( table declare ) table reassign
with support as materialized ( table xmlelement ) search depth first by template set merge_action table keep
with stored as materialized ( table day ) search breadth first by national set national table char
with decimal as not materialized ( table period ) table nchar
with configuration as materialized ( table others ) cycle view set enforced to timestamp $1 default interval ( 10 ) $1 using conditional table target
with source as ( table string ) cycle xmlparse set character using row table path
with insert as not materialized ( table json_serialize ) table rename
with time as ( table objects ) delete from smallint where default
delete from statement where default returning default
select into local temp prepare having default
select into temporary table character
select into local temporary table data
select all into unlogged name having default
select default into json_query . deferrable where default having default
lock table json_scalar in access exclusive mode nowait
lock xmlexists in share mode
table json_object union all table xmlelement
table a union distinct table tablespace
table scalar union table xmlexists
select distinct default into table source
select distinct on ( default , default + default ) default into owned where default
select into table defaults where default
call absent ( default order by not default nulls first )
call right ( default )
table insert order by not default desc nulls first
table b order by not - default nulls first
table unlogged order by default is null desc nulls first , default <= default using || nulls first
table json_exists order by default is not normalized < default is not false using operator ( + )
table name order by not default / default isnull desc nulls first
table access fetch first row only offset - 1.5 rows
table json_array offset default fetch first rollback row only
table external fetch next - 2 row only for read only
table json_query offset + 1 row for read only
table interval for read only offset not false
table conditional for read only
table input limit all
table format fetch first nested row only
table year fetch first rows only
table boolean offset ~ default is document
table keep offset - 1.5 row for read only
table skip limit all for read only
table error offset - default is null is not true for read only
table unconditional offset ( replace , not not default ) row
table json_scalar offset + 1.5 rows for read only
table comment offset - 1 row for read only
table json_array offset + 1 row for read only
table overlay offset + 1.5 row
table string fetch first row only
table system_user fetch first rows only for read only
table keys fetch first rows only
table insensitive fetch next rows only
select all group by ( ) , ( ) having default
select all * where default group by all cube ( + default is unknown ) having default
select into json_serialize group by $1 notnull , rollup ( default ) having default
select all into table absolute group by ( )
select * into keep group by distinct cube ( default , not default )
select all default group by all rollup ( default notnull isnull )
select * where default group by all grouping sets ( ( ) , ( ) ) having default
select all default into reset where default group by ( ) having default
select * into table temporary where default group by rollup ( default , default and default )
select all where default group by cube ( default is normalized + not default )
select default group by grouping sets ( - default isnull ) having default
select * where default having default is not true like not default
table xmlpi for key share of routine nowait limit all
table grouping for read only
table unencrypted offset default for key share of validator
table type offset default
table maxvalue for update nowait offset default
table int for update skip locked for key share of keep nowait limit all
table error for key share of none offset default
table time for update nowait
table each for no key update skip locked
table inline for share of mode nowait limit default
table uncommitted for key share skip locked offset default
table xmlparse for share of plan skip locked
table path for no key update skip locked
values ( not default is null )
values ( default ) , ( default , default <> default )
select all from transaction having default
select all into absent where default
create statistics leakproof on current_schema from lateral current_timestamp with ordinality
create statistics without on current_timestamp from merge_action as procedures , ( table json ) as current
create statistics encrypted on current_timestamp from only system_user as least
create statistics source on nested from only merge empty tablesample outer ( default )
create statistics json_object on inout from rows from ( current_time )
create statistics a on nchar from lateral rows from ( current_user ) setof
create statistics inout on bigint from xmltable ( row ( ) passing b'1' columns increment for ordinality )
create statistics conditional on user from lateral xmltable ( $1 passing $1 columns between for ordinality )
create statistics increment on current_time from lateral ( table int ) delimiters
create statistics escape on integer from current_date as sequence natural join generated integer
create statistics extract on period from ( current_schema cross join real ) version ( character )
create statistics interval on varchar from ( indent natural join nested )
create statistics omit on real from least * right join ( table nullif ) cursor using ( setof )
create statistics decimal on decimal from ( table target ) boolean join lateral current_user zone on default ilike default
create statistics nullif on scalar from user json_serialize natural right outer join lateral localtime as restart
create statistics passing on explain from localtime with ordinality natural join lateral localtime with ordinality xmlconcat
create statistics dec on xmlparse from smallint as json_object ( merge_action )
create statistics interval on types from json_serialize as none
create statistics xmlconcat on current_user from absent write ( indexes , xmltable )
create statistics objects on current_time from close json_serialize
create statistics trim on json_value from json_scalar as treat
create statistics listen on time from extract
create statistics source on current_catalog from current_time join int using ( row ) as boolean
create statistics national on current_user from keep join xmltable using ( source )
create statistics source on nchar from localtime as t
create statistics object on current_time from session_user with ordinality as ( target timestamp array collate granted )
create statistics format on user from current_time as b ( absent bigint array collate json_object )
create statistics after on current_schema from current_catalog json ( inherit setof decimal array collate finalize )
create statistics definer on owned from current_catalog with ordinality
create statistics indent on within from search natural full join procedures
create statistics omit on cascaded from session_user natural left outer join t
create statistics timestamp on second from deferred natural right outer join action
create statistics database on current_schema from current_role natural inner join user
create statistics each on setof from current_role natural full outer join current_date
create statistics cycle on current_schema from transform natural full join values
create statistics sets on unlogged from nulls join integer using ( old , error ) as smallint
create statistics copy on unbounded from national join session_user on default >= default and default is normalized
table locked
table only string
table timestamp *
table only ( share )
lock table plan , t , rows * in row exclusive mode nowait
delete from force access where default
delete from minute as quotes
create statistics time on none from only conditional national tablesample names ( default is document is document )
create statistics csv on json_scalar from character tablesample like ( default ) repeatable ( default * default or default % default )
create statistics national on localtime from only configuration tablesample characteristics ( default )
create statistics xmlpi on localtime from current_timestamp ( 1 ) finalize
create statistics attach on current_role from rows from ( current_role ) with ordinality as lock
create statistics merge_action on keys from rows from ( current_role )
create statistics schemas on setof from rows from ( right ( ) )
create statistics error on inout from rows from ( session_user , current_catalog ) with ordinality
create statistics omit on json_query from rows from ( user as ( treat timestamp array collate extract ) )
create statistics granted on overriding from rows from ( session_user )
create statistics xml on values from current_time with ordinality mode
create statistics timestamp on json_arrayagg from overlay ( )
select where not default and default like default having default
select all default into indent having default
delete from smallint where default + default like default / default escape default is not unknown
delete from values where current of keys
delete from granted returning *
create type values as ( strict int [ ] )
create type nchar as ( )
create type json_object as ( a timestamp array )
create type xmlpi as ( replica setof time array collate nested , varying interval minute array collate unconditional )
alter type overlay add attribute logged bit varying [ ] collate abort restrict
create statistics tablespace on current_timestamp from xmltable ( grouping ( default ) passing by ref true columns rule for ordinality )
create statistics error on localtime from xmltable ( xmlnamespaces ( default json_objectagg ) , ( default < default ) . * passing greatest columns json_objectagg for ordinality )
create statistics strip on localtimestamp from xmltable ( row ( ) passing xmlpi columns json_table setof numeric array [ 10 ] null )
create statistics source on integer from xmltable ( ( default ) passing precision columns char for ordinality , logged setof interval array )
create statistics b on encoding from xmltable ( array [ ] passing b'1' columns normalize bit varying [ 10 ] )
create statistics keep on current_role from xmltable ( x'1' passing 's' columns logged nchar varying array null )
create statistics cluster on xmlexists from xmltable ( row ( ) passing inout columns quotes for ordinality ) numeric
create statistics routine on current_user from xmltable ( normalize passing current_timestamp columns keep setof timestamp array not null )
create statistics columns on current_schema from xmltable ( array [ ] passing null columns string setof interval minute array default - user >= + current_time ) defaults
create statistics program on extract from xmltable ( $1 passing true columns varchar timestamp array not null )
create statistics cascade on precision from xmltable ( $1 passing treat columns unconditional interval minute null ) as granted
create statistics quotes on system from xmltable ( xmlnamespaces ( default 1.5 - 1.5 ) , null passing true columns indent for ordinality ) position
create statistics nullif on format from xmltable ( xmlnamespaces ( default $1 , default + 's' ) , ( default ) passing current_timestamp columns a for ordinality )
create statistics greatest on json_objectagg from xmltable ( xmlnamespaces ( - conditional - int as int ) , method passing prior columns empty for ordinality )
create statistics json_scalar on current_catalog from xmltable ( xmlnamespaces ( default row ( ) ) , row ( ) passing null columns add for ordinality )
drop type character [ 10 ] [ 2 ] cascade
drop type setof interval ( 1 ) [ 2 ] [ 1 ] cascade
drop type interval second array [ 1 ]
drop type setof character array [ 2 ] cascade
drop type interval ( 2 ) array cascade
drop type setof timestamp with time zone array cascade
drop type bit varying [ 2 ] [ 1 ] [ ] cascade
drop type error [ ] [ 2 ] [ 1 ]
drop type dec cascade
drop type continue . constraint ( default ) restrict
drop type numeric ( default ) [ ]
drop type bit ( default , - default ) cascade
drop type varchar ( 1 ) [ ] [ 10 ] cascade
drop type timestamp without time zone [ ] [ ]
drop type interval day [ ] [ 2 ]
drop type interval ( 10 ) [ ]
drop type left ( default ) [ 1 ] cascade
drop type b . dec [ 10 ]
drop type decimal ( default notnull is normalized ) [ ] [ 2 ]
drop type decimal [ ] [ 10 ]
drop type integer [ ] [ 1 ] restrict
drop type bigint
drop type real restrict
drop type float [ ] restrict
drop type double precision [ 10 ]
drop type decimal cascade
drop type dec ( default ) [ ] [ 10 ]
drop type numeric
drop type boolean [ 1 ] restrict
drop type float ( 10 ) restrict
drop type float [ 1 ]
drop type bit varying ( default is unknown ) [ ] [ 10 ]
drop type bit varying ( default , default is null ) cascade
drop type bit [ ] cascade
drop type national character varying ( 1 ) [ ]
drop type national character varying cascade
drop type nchar varying ( 1 ) [ ] [ ] cascade
drop type varchar [ ] [ 10 ]
drop type character [ ]
drop type national character
drop type national char varying restrict
drop type nchar cascade
drop type bit varying [ ] cascade
drop type bit [ ] [ 1 ]
drop type timestamp ( 10 ) with time zone restrict
drop type timestamp restrict
drop type time ( 2 )
drop type time with time zone [ ] [ 2 ]
drop type interval year to month [ ] [ ] restrict
drop type timestamp with time zone
drop type timestamp without time zone [ 2 ] cascade
drop type timestamp [ ] [ 10 ] restrict
drop type interval year [ 2 ] restrict
drop type interval month [ ] [ ] cascade
drop type interval day [ ] [ ] restrict
drop type interval hour [ ] [ 1 ] restrict
drop type interval second ( 1 ) [ ] [ ]
drop type interval year to month [ ] cascade
drop type interval day to hour [ 10 ] cascade
drop type interval day to minute [ ] restrict
drop type interval day to second [ ] [ 2 ]
drop type interval hour to minute [ ] cascade
drop type interval hour to second [ ] restrict
drop type interval minute to second [ ] [ 2 ] restrict
drop type interval [ ] [ 10 ] cascade
drop type interval second [ 1 ]
drop type interval second ( 1 ) [ ] restrict
call join ( not + default order by default asc )
call json ( all - - default )
call quotes ( * )
create statistics asensitive on xmlparse ( document x'1' notnull ) from current_role
select all * where default window move as ( )
select * where default
select default where default having default window json_serialize as ( data )
select * window b as ( ) , string as ( locked )
select window yes as ( target )
select * into table explain having default window string as ( )
select default window temp as ( publication )
select * window json_objectagg as ( )
select where default window xmlnamespaces as ( empty partition by not default ^ default isnull )
select all where default window period as ( tables )
select all default window json_value as ( partition by default range unbounded preceding )
select where default window xmlparse as ( )
select * into plans where default having default window json_serialize as ( range default isnull isnull preceding exclude ties )
select all * into table quotes having default window refresh as ( omit partition by default range between unbounded preceding and unbounded following exclude current row )
select having default window character as ( partition by default range unbounded preceding exclude current row )
select default where default having default window conversion as ( inout partition by default range current row exclude no others )
select * into xmlparse having default window between as ( range default >= default collate real preceding exclude group )
select all default into overriding where default window procedures as ( partition by default range default preceding exclude current row )
select default into table transform having default window system_user as ( system_user range current row exclude group )
select * into table keys where default having default window json_objectagg as ( procedures range default preceding exclude no others )
create operator || ( plans )
create operator - ( char )
create operator + ( xmlparse )
create operator - ( xmlserialize )
create operator * ( similar )
create operator / ( json_scalar )
create operator % ( extract )
create operator ^ ( cast )
create operator < ( xmlelement )
create operator > ( session_user )
create operator = ( cross )
create operator <= ( policy )
create operator >= ( period )
create operator <> ( concurrently )
alter type precision set ( virtual = || )
alter type period set ( granted = operator ( ~ ) )
execute access ( b'1' or default isnull )
execute t ( default is null ilike default is unknown , - default ^ default )
call json_query ( json_arrayagg => default is normalized / ~ default )
call keep ( - default isnull , ilike := default is unknown )
call zone ( variadic default is false is not nfc normalized is not true )
call template ( variadic isnull := default is not normalized is distinct from default ^ default )
call like ( variadic quotes => default - default % default >= default )
prepare statistics ( bit [ ] [ 10 ] ) as table xmlserialize
prepare keys ( char varying , setof interval month array ) as table xmlelement
cluster verbose json_value . domain
cluster merge_action . any using format
select all * , not default as period into table isolation where default having default
select all where default having default
select distinct default isnull json , default >= default normalize where default having default
select distinct default is false isnull as bit into unconditional
select distinct default >= default like default + default escape + default quotes into json_query having default
select distinct || default not like default escape default || restart where default
select distinct * into table precision where default
cluster xmlnamespaces
drop event trigger xmlnamespaces cascade
drop extension plan , interval cascade
deallocate character
create type before . cross
call keep ( )
alter statistics identity set statistics 1
alter statistics numeric set statistics 10
alter statistics admin set statistics + 2
alter statistics share set statistics - 10
alter role is
alter role current_role with password $1
alter role current_user with password $1
alter role session_user password $1
drop role current_role
drop role current_user , current_user
listen string
call enforced ( )
call share ( )
call left ( )
alter role error
alter role header with
alter role xmlserialize
alter role right with password $1
create type procedures . period
create type plan . work
create type json_scalar . setof
create type path . cross
create type target . some
select distinct not default is unknown json_table into table by having default
select distinct default is true is not normalized import having default
drop function authorization
drop function collation restrict
drop function full cascade
drop function ilike restrict
drop function inner restrict
drop function is
drop function join cascade
drop function left restrict
drop function like restrict
drop function natural
drop function notnull restrict
drop function outer cascade
drop function overlaps
drop function right restrict
drop function tablesample restrict
create type substring . all
create type access . analyse
create type replica . analyze
create type following . and
create type nested . any
create type system_user . array
create type interval . as
create type nested . asc
create type until . asymmetric
create type extension . both
create type objects . case
create type path . cast
create type conflict . check
create type national . collate
create type path . column
create type a . constraint
create type comment . create
create type json_exists . current_catalog
create type json_query . current_date
create type system_user . current_role
create type asensitive . current_time
create type source . current_timestamp
create type target . current_user
create type bigint . default
create type json_objectagg . deferrable
create type xmltable . desc
create type scroll . distinct
create type substring . do
create type timestamp . else
create type of . end
create type declare . except
create type sets . fetch
create type enforced . for
create type within . foreign
create type reset . from
create type normalized . grant
create type sql . group
create type scalar . having
create type xmlpi . in
create type xmltable . initially
create type within . intersect
create type procedural . into
create type setof . lateral
create type json_exists . leading
create type nchar . limit
create type overlay . localtime
create type include . localtimestamp
create type whitespace . not
create type restrict . null
create type enforced . offset
create type b . on
create type json_query . only
create type delimiter . or
create type program . order
create type insert . placing
create type empty . primary
create type cascaded . references
create type nfc . returning
create type source . select
create type enforced . session_user
create type omit . some
create type forward . symmetric
create type no . table
create type t . then
create type boolean . to
create type real . trailing
create type precision . true
create type coalesce . union
create type called . unique
create type data . user
create type json_serialize . using
create type grouping . variadic
create type indent . when
create type nested . where
create type exists . window
create type grouping . with
select distinct not default is not true abort where default
select distinct default is false is not null absolute into table xmlroot
select distinct ~ default notnull access into b
select distinct default action where default having default
select distinct default is unknown <= default is false add where default having default
select distinct default isnull < default is normalized admin into asensitive where default having default
select distinct not default is unknown after into table indent where default
select distinct default is normalized ilike default is null aggregate into unlogged having default
select distinct default is document % invoker all where default
select distinct default is true >= default is document also where default
select distinct default is null and - default alter where default having default
select distinct || default is not document always into table level
select distinct + default isnull analyse where default having default
select distinct default = default is false analyze into table xmlparse where default
select distinct default is unknown is not unknown and into table family where default
select distinct default is document >= - default any into trim
select distinct default is true - default is true asc into table json_scalar where default
select distinct not default is normalized asensitive where default having default
select distinct default is true is document assertion where default
select distinct default assignment into json_objectagg where default
select distinct default is false and $1 asymmetric into table unconditional having default
select distinct - default is not normalized at having default
select distinct $1 and default atomic into format having default
select distinct default is null >= - default attach into table target having default
select distinct + default attribute into table xmlroot where default
select distinct ~ default notnull authorization into json having default
select distinct $1 backward where default having default
select distinct not || default before into table view where default
select distinct default isnull is not null begin into compression where default
select distinct default is false is unknown between into table between
select distinct + default is not normalized bigint having default
select distinct default is false is not document binary where default having default
select distinct default is null is not null bit where default
select distinct default is null ^ || default boolean having default
select distinct + default is true both having default
select distinct not default <> default notnull breadth where default having default
select distinct default is true or format by into table quotes where default
select distinct default is null and default notnull call into nchar where default having default
select distinct ~ default is normalized called into table preceding where default having default
select distinct default notnull >= default is unknown cascade where default having default
select distinct || default is false cascaded where default having default
select distinct default isnull > default is document case where default
select distinct default notnull is true cast where default having default
select distinct default is normalized like default is normalized catalog into table setof having default
select distinct localtimestamp chain where default having default
select distinct default characteristics where default
select distinct default check where default having default
select distinct default is normalized is not unknown checkpoint where default
select distinct default is normalized < default isnull class into table normalize where default having default
select distinct default is null is null close having default
select distinct not default % default is null cluster into grouping where default having default
select distinct default is document % not default coalesce into generated where default
select distinct + default isnull collation
select distinct default is null - b'1' column where default
select distinct not default columns
select distinct + default is unknown comment where default having default
select distinct default is true is not true comments into table national where default
select distinct not default isnull commit where default
select distinct not default is true committed into position
select distinct default is document compression where default having default
select distinct default notnull is true concurrently having default
select distinct ~ default is not false configuration into xmlconcat where default having default
select distinct || default is null conflict into table unconditional where default having default
select distinct default is true * default is true connection where default
select distinct default constraint having default
select distinct default is false is null constraints having default
select distinct default is true % string content into time where default
select distinct current_user continue into table absent
select distinct default notnull ilike + default conversion into table json_scalar where default having default
select distinct current_user is not unknown copy where default having default
select distinct + default >= default is document cost into bit
select distinct default notnull <= default is normalized cross into xmlroot
select distinct + default is not document csv
select distinct localtimestamp cube where default
select distinct - default ilike default is false current where default having default
select distinct + default isnull current_catalog having default
select distinct default is false is unknown current_date where default having default
select distinct + default is normalized current_role
select distinct || default is document current_schema having default
select distinct default ilike ~ default current_time into trim
select distinct default is true = - default current_timestamp into table insensitive
select distinct default is not false current_user into table float where default
select distinct ~ default is not normalized cursor where default
select distinct default cycle where default
select distinct default is normalized is document data into xmlserialize having default
select distinct default is normalized or default is false database into greatest where default
select distinct - default = - default deallocate
select distinct default is null is false dec having default
select distinct - default ilike default isnull decimal where default having default
select distinct default is null is not true declare into xmlpi where default having default
select distinct default is false <= default is null default into table repeatable where default having default
select distinct default is normalized is null defaults where default having default
select distinct true is not normalized deferrable where default having default
select distinct default is unknown is normalized deferred where default having default
select distinct $1 definer into table defaults where default
select distinct default notnull isnull delete where default having default
select distinct default delimiter where default
select distinct not default delimiters where default
select distinct + default isnull depends where default
select distinct default is false < 1 depth into table json_table where default
select distinct ~ default is not true desc into table comments where default having default
select distinct $1 ilike + default detach into asensitive where default having default
select distinct default notnull is normalized dictionary into table snapshot having default
select distinct default notnull disable where default having default
select distinct default = default is document discard into table interval where default having default
select distinct default is normalized is not false distinct into table conditional where default having default
select distinct - default do into table none where default
select distinct array [ ] document into xmlelement where default having default
select distinct default is unknown is not null domain into table implicit having default
select distinct default is unknown <> + default double into table xmltable
select distinct not default or default is null drop into virtual where default having default
select distinct not default is null each where default having default
select distinct + default is unknown else
select distinct not default like || default enable into table national where default
select distinct default is unknown is unknown encoding
select distinct default is normalized is document encrypted where default having default
select distinct || default - default notnull end where default having default
select distinct default is false <= not default enum into json_value
select distinct x'1' is true escape into table xmltable where default
select distinct $1 and not default event where default having default
select distinct not default or not default exclude into table json where default having default
select distinct default excluding into bigint
select distinct default is unknown isnull exclusive into table inherit
select distinct default is false is normalized execute into table json_scalar where default
select distinct default * + default exists where default
select distinct default is true explain into isolation
select distinct not default <> default is normalized expression where default
select distinct - default is null extension where default having default
select distinct default is normalized or default is false external having default
select distinct + default is not unknown extract
select distinct default is normalized is false false into table period having default
select distinct ~ not default family
select distinct default is unknown is not unknown finalize into table decimal
select distinct default notnull <= source first into time where default
select distinct not localtime float into quotes
select distinct + default ilike not default following into table least where default
select distinct not default % - default force where default
select distinct - default < + default foreign where default
select distinct default is null ^ false forward where default
select distinct || default isnull freeze
select distinct current_timestamp is unknown full into table integer
select distinct default is true is document function into table normalized
select distinct - default >= default is true functions into period having default
select distinct default isnull like default is unknown generated where default
select distinct row ( ) global into b having default
select distinct true is unknown granted into table string having default
select distinct default is true is null greatest
select distinct current_timestamp >= default notnull grouping into table import
select distinct default like default notnull groups where default
select distinct default is true < + default handler
select distinct + - default header
select distinct - default is not normalized hold into table between where default
select distinct + default is not false identity into xmlelement where default having default
select distinct default is false >= default is null if having default
select distinct default notnull ilike into setof
select distinct default is unknown % not default immediate into national having default
select distinct ~ default ilike substring immutable where default
select distinct default is false is normalized implicit where default
select distinct default is unknown + default is unknown import into names having default
select distinct default is not unknown in having default
select distinct not default = default is true include into xmlparse where default
select distinct default is normalized is not false including where default
select distinct - default <> default is false increment into table grouping having default
select distinct default is normalized ilike default is normalized index into table bit having default
select distinct default isnull notnull indexes into least where default having default
select distinct default is true is document inherit
select distinct default inherits into json_array where default having default
select distinct default is unknown * localtimestamp initially having default
select distinct || default is document inline where default having default
select distinct + default + default is true inner into t where default
select distinct default is normalized isnull inout having default
select distinct + default % default is false input where default having default
select distinct + || default insensitive where default
select distinct default is document is not null insert having default
select distinct default is unknown % default is document instead into invoker where default having default
select distinct not default like default is unknown int where default having default
select distinct default is false > + default integer into table setof
select distinct not default is true interval
select distinct default is true ^ default is normalized invoker into table merge_action where default having default
select distinct default is unknown is not null is into system_user where default
select distinct default % default is normalized isolation having default
select distinct default is normalized * not default join into table float having default
select distinct default is normalized is null key into json_objectagg where default having default
select distinct default is false is unknown label having default
select distinct not - default language into table extract where default having default
select distinct default is true large into timestamp where default
select distinct not default ilike || default last where default
select distinct - default % default lateral into national having default
select distinct default is true is not unknown leading having default
select distinct format is unknown leakproof into least where default having default
select distinct default least into inherits
select distinct default > + default left into objects
select distinct - default level having default
select distinct || default / default isnull like into json_serialize having default
select distinct + not default listen having default
select distinct default is normalized is not true load where default having default
select distinct ~ default notnull local where default having default
select distinct default is normalized is unknown localtime where default having default
select distinct + default isnull localtimestamp where default having default
select distinct || default is document lock into table char where default
select distinct default is normalized is document locked into scalar having default
select distinct default notnull > - default logged into unconditional where default having default
select distinct not default >= default is normalized mapping where default having default
select distinct default is false <> default is document match into rollback having default
select distinct default is false matched into table exists where default
select distinct default is null materialized where default having default
select distinct default is true + default is false maxvalue
select distinct ~ default merge having default
select distinct || default * not default method into enforced where default having default
select distinct b'1' > default is true minvalue
select distinct default is null is true mode into table scalar where default
select distinct default is not unknown move into table delimiters where default
select distinct - default and default is false name into table json_objectagg
select distinct + default < - default names into xmlparse
select distinct not default is document national where default
select distinct not not default natural having default
select distinct not default or default is normalized nchar
select distinct - default / default is null new where default
select distinct default is normalized / not default next into commit
select distinct not default is normalized nfc into none having default
select distinct default is null is true nfd into table json_query where default
select distinct not default is not true nfkc into table uncommitted having default
select distinct default isnull is not false nfkd
select distinct default is null is document no into error
select distinct default isnull is document none where default
select distinct default is unknown isnull normalize where default having default
select distinct - default notnull normalized where default
select distinct default notnull not having default
select distinct + default isnull nothing into mode having default
select distinct ~ default is null notify having default
select distinct default is true like default is null nowait into assignment
select distinct - default is not null null into nested where default
select distinct current_time is normalized nullif
select distinct + default is not true nulls having default
select distinct default is false % default numeric into out
select distinct default is document - default is null object
select distinct $1 or - default of into table enforced where default
select distinct default and default is true off
select distinct default notnull is not null oids into table cursor having default
select distinct || default is document old into t having default
select distinct not default / default is null only into sql
select distinct default is null operator where default having default
select distinct default is document is not normalized option where default
select distinct + default notnull options where default
select distinct current_date * default is document or having default
select distinct default is normalized < default is normalized ordinality
select distinct default is normalized is not null others into json_query
select distinct ~ default + ~ default out where default
select distinct default isnull is not true outer into table forward where default
select distinct not default < default overlay into substring where default having default
select distinct default notnull is not unknown overriding into omit having default
select distinct default isnull is not document owned where default having default
select distinct + default is null owner into b
select distinct default is true is not null parallel where default having default
select distinct + - default parameter into table setof where default having default
select distinct default is unknown parser where default
select distinct default is normalized is not unknown partial where default having default
select distinct default like not default partition into table privileges where default having default
select distinct default notnull is normalized passing into real where default having default
select distinct default notnull notnull password where default
select distinct + default <= default is true placing into table json_array where default
select distinct substring plans into unknown
select distinct default is not normalized policy into table parser having default
select distinct copy position where default having default
select distinct + default ^ default is true preceding into table inout where default having default
select distinct not default is null prepare into table time where default
select distinct ~ + default prepared into table attach where default
select distinct default * default notnull preserve into publication where default having default
select distinct not default < default notnull primary having default
select distinct default and default prior where default
select distinct default is true is not true privileges into bit having default
select distinct not default ^ default is false procedural into table none where default
select distinct - default is not unknown procedure where default having default
select distinct || default > default isnull procedures having default
select distinct default is null is not true program into table backward where default having default
select distinct default is document is null publication into treat where default having default
select distinct default isnull is not null quote into insensitive having default
select distinct not - default range into table yes where default
select distinct default is unknown is not unknown read into xmlserialize where default
select distinct default is false is true real having default
select distinct - default is true reassign having default
select distinct default <= not default recheck into sets where default
select distinct default is document ^ default notnull recursive into table json_arrayagg having default
select distinct default notnull < current_user ref where default having default
select distinct default is normalized < not default references into xmlpi having default
select distinct ~ default is true referencing having default
select distinct default is document or - default refresh into table dec where default having default
select distinct current_timestamp is not document reindex into schemas
select distinct default is normalized isnull relative into enforced where default having default
select distinct not default is null release
select distinct default is document % default rename into procedure where default
select distinct default is true <> - default repeatable having default
select distinct $1 is null replace where default having default
select distinct default is true is false replica where default
select distinct 1.5 reset into table real having default
select distinct default is false = default is false restart
select distinct default isnull is not unknown restrict into time having default
select distinct - ~ default return into table json_value having default
select distinct localtimestamp ^ default is false returns into bigint
select distinct not default ^ ~ default revoke into conditional having default
select distinct not + default right into table reset where default
select distinct $1 < not default role into nested where default
select distinct default is normalized = not default rollback having default
select distinct default is unknown <> default is unknown rollup where default having default
select distinct current_date or default isnull routine having default
select distinct default is null ^ default is document routines having default
select distinct row ( ) row into smallint
select distinct default is unknown ilike not default rows
select distinct current_time = default notnull rule
select distinct default is normalized savepoint into json_exists where default
select distinct default is null notnull schema where default
select distinct || default is normalized schemas into table extract having default
select distinct not default is not normalized scroll into keys where default
select distinct not default >= default is true search where default having default
select distinct 1.5 ^ default isnull security into table json_table where default having default
select distinct localtime select
select distinct default isnull or $1 sequence
select distinct default sequences into program where default having default
select distinct default is unknown < default is true serializable into between
select distinct + default notnull server into identity
select distinct default notnull and not default session where default
select distinct || default is normalized session_user into type where default
select distinct default is null is not true set into table json_objectagg where default having default
select distinct || default is true setof where default having default
select distinct default sets where default
select distinct ~ - default share where default
select distinct not not default show where default having default
select distinct || default % default is unknown similar into table omit where default
select distinct default is true > not default simple into objects where default
select distinct default notnull and default is null skip where default
select distinct default is null is not false smallint into table catalog having default
select distinct default isnull <= default isnull snapshot into exists
select distinct default - default is normalized some where default having default
select distinct $1 is null sql
select distinct default is null is not true stable into position having default
select distinct default * default isnull standalone into table xmlpi having default
select distinct default and + default start having default
select distinct default is not unknown statement
select distinct $1 is unknown statistics
select distinct default is document notnull stdin into table json_value having default
select distinct default isnull is not true stdout
select distinct + 's' storage into table enforced
select distinct - default is false stored into normalize where default
select distinct default strict into table char where default
select distinct - default like 's' strip
select distinct default is document subscription into table execute having default
select distinct default is null ilike default is false substring where default
select distinct ~ default support where default having default
select distinct default is null > default is null symmetric into scalar where default having default
select distinct default is unknown / default isnull sysid into json_value having default
select distinct default is normalized isnull system having default
select distinct default is null <= default is unknown table into absent having default
select distinct not default + current_role tables having default
select distinct - default % default notnull tablesample into index where default
select distinct ~ default notnull tablespace having default
select distinct default is document - not default temp into table dec where default
select distinct default is unknown is not true template into table scalar having default
select distinct default is false <> default is document temporary where default
select distinct + default > default text into absent
select distinct default is true / ~ default then into plan where default having default
select distinct default isnull + default is false ties into table json having default
select distinct default is normalized is false time into decimal having default
select distinct default isnull <> default is document timestamp into table empty
select distinct default trailing into document where default
select distinct + default isnull transaction
select distinct not default is not null transform into smallint where default having default
select distinct default + default notnull treat where default
select distinct numeric is not true trigger
select distinct default is true = not default trim into table explain where default
select distinct xmlparse true where default having default
select distinct || default is not normalized truncate where default having default
select distinct default is true - $1 trusted where default
select distinct default is normalized is unknown type
select distinct default is normalized % default types where default having default
select distinct default is document is unknown uescape into table substring having default
select distinct default is unknown < not default unbounded
select distinct not default is document uncommitted into table integer where default
select distinct ~ default notnull unencrypted
select distinct ~ default <= default is true unique into absolute
select distinct user unknown into table json_objectagg where default
select distinct default notnull is null unlisten where default having default
select distinct default is document is normalized unlogged into numeric
select distinct default is null / default until into omit where default
select distinct default is document is not null update where default having default
select distinct + default + default is unknown user into transform
select distinct ~ not default using where default
select distinct not default is null vacuum
select distinct default is false notnull valid where default having default
select distinct default notnull >= default validate into table prior
select distinct + default * default validator into coalesce where default having default
select distinct default isnull = not default value where default
select distinct - default is not false values where default
select distinct || default is normalized varchar having default
select distinct default notnull isnull variadic into table json
select distinct default is document is not normalized verbose having default
select distinct + default is document version into table setof where default having default
select distinct $1 is not unknown view into table xmlforest having default
select distinct default is false like not default views having default
select distinct not default ilike default notnull volatile into month where default having default
select distinct ~ default < + default when into table target having default
select distinct default notnull / session_user whitespace
select distinct default is null is true work into over where default having default
select distinct default is true wrapper
select distinct not not default write into table substring where default having default
select distinct ~ default is unknown xml into table setof where default
select distinct not default is false xmlattributes into table admin where default
select distinct not default like not default xmlconcat into table grouping
select distinct default notnull <> default is normalized xmlelement having default
select distinct default - default is null xmlexists into table char where default
select distinct default is document is unknown xmlforest into table ordinality
select distinct default xmlnamespaces into table scalar where default having default
select distinct default is true is not true xmlparse where default
select distinct default is document and + default xmlpi where default having default
select distinct || default is not unknown xmlroot
select distinct default <= default is false xmlserialize having default
select distinct - default * current_timestamp xmltable
select distinct localtime is false yes into table atomic having default
select distinct default is document - default notnull zone where default having default
