alter event trigger t enable
alter collation coalesce refresh version
alter database validator
alter database integer set transaction not deferrable
alter default privileges revoke all on schemas from current_role
alter domain t drop default
alter type sets add value 's'
alter extension dec update
alter extension nullif drop routine t
alter foreign data wrapper int no handler
alter server t version null
alter procedure collation stable restrict
alter group session_user drop user current_role
alter index interval depends on extension real
alter materialized view b set schema unbounded
alter type a owner to current_user
alter type constraints set ( t )
alter policy t on global
alter sequence a restart
alter system reset all
alter view t set without oids
alter tablespace b set ( catalog )
alter type statement drop attribute xmlparse restrict
alter user session_user set transaction read only
alter user decimal with
alter subscription json_object disable
alter statistics procedural set statistics default
alter text search configuration json_exists drop mapping for t
alter text search dictionary xmlforest ( or )
alter user mapping for session_user server enable options ( drop is )
analyse verbose
call b ( )
checkpoint
close all
cluster verbose
comment on table a is 's'
set constraints all deferred
copy b from 's' with
create access method integer type table handler xmlserialize
create table float as table character
create cast ( setof time array as setof timestamp array ) with inout
create conversion matched for 's' to 's' from xmlparse
create domain notify as setof decimal array
create extension setof with
create foreign data wrapper a
create server a foreign data wrapper uescape
create foreign table hold ( ) server b
create function freeze ( )
create group volatile with
create materialized view xmlattributes as table write
create operator class move for type time using substring as operator 1 ||
create operator family encrypted using least
create publication nchar
alter operator family json_table using stdout add function 10 authorization
create policy set on class
create trusted procedural language nfkd
create schema b
create sequence smallint
create table least of cache
create subscription nullif connection 's' publication cycle
create statistics on logged from over
create tablespace char location 's'
create transform for setof timestamp language b ( to sql with function concurrently )
create trigger empty instead of truncate on json_serialize execute procedure columns ( )
create event trigger object on add execute function t ( )
create role deferred
create user disable with
create user mapping for user server xmlserialize
create database b with
deallocate prepare all
declare character cursor for table sets
create type b
delete from commit
discard temporary
do language 's'
drop cast ( time as setof json array ) restrict
drop operator class b using constraints cascade
drop operator family t using json_value restrict
drop owned by session_user cascade
drop language work
drop subscription b cascade
drop tablespace a
drop transform for time array language national cascade
drop group current_user
drop user mapping for current_user server b
drop database csv
execute following
explain execute json_exists
fetch listen
grant all on language normalize to group current_user
grant select to session_user
import foreign schema work from server b into nchar
create unique index on t ( current_user )
insert into json default values
listen json_exists
refresh materialized view concurrently recursive
load 's'
lock table quotes
merge into attach using catalog on default when not matched then do nothing
notify cascade
prepare insensitive as table b
reassign owned by checkpoint to session_user
reindex schema concurrently b
drop aggregate like ( * ) restrict
drop function isnull cascade
alter server b rename to b
revoke all privileges on refresh from copy restrict
revoke b from current_role restrict
create rule name as on insert to xmlnamespaces do nothing
security label on procedure overlay is null
table values
start transaction
truncate table normalize cascade
unlisten language
update xmlconcat set json_arrayagg = default
vacuum full
reset time zone
set transaction read write
show session authorization
create temp view b as table minute
reindex database t
reindex system
create statistics json_scalar on current_date from refresh
create statistics on aggregate from b
reindex system concurrently
drop subscription a restrict
drop subscription disable
call t ( * )
alter role session_user with
alter role join
alter role right with password null
alter role session_user
alter role current_user with password 's'
alter role b with password $1
alter role current_user password null
alter role current_role encrypted password 's'
alter role current_role encrypted password $1
alter role join connection limit - 1
alter role current_user with valid until 's'
alter role current_user user timestamp
create group ties with role session_user
create user trusted with
alter user current_user with
alter role all reset transaction isolation level
alter role all in database t reset all
alter role session_user reset session authorization
alter role all set role $1
alter user current_role reset all
alter user all reset session authorization
drop role session_user
drop role if exists session_user
drop user current_role
drop user if exists session_user
drop group session_user
drop group if exists current_user
alter group bigint drop user current_user
alter group current_role add user session_user
alter group session_user drop user isnull
create schema substring authorization current_user
create schema if not exists a authorization current_user
create schema if not exists a
create schema interval create unlogged sequence path
create schema disable
create schema uescape create table boolean ( )
create schema extract create unique index concurrently on input ( sysid )
create schema a create temp sequence boolean
create schema boolean create trigger json_value after update on b execute function freeze ( )
create schema explain grant all privileges on b to group current_user
create schema system create view b as table b
set names default
set local transaction deferrable
set session transaction read only
set transaction deferrable
set session characteristics as transaction not deferrable
alter system set b to on
alter system set a = $1
alter system set whitespace to default
alter system set a = default
set b = default
set returns from current
set time zone t
set schema 's'
set schema $1
set names
set role types
set role $1
set session authorization verbose
set session authorization $1
set session authorization default
set xml option document
set transaction snapshot 's'
show b
show between
show a . position
alter system set ref to true
alter system set json_scalar to $1 , true
alter system set row to true
alter system set indexes to + 1.5
alter system set b to $1
set transaction isolation level read uncommitted
set transaction isolation level read committed
set transaction isolation level repeatable read
set transaction isolation level serializable
cluster ( join true )
cluster ( format false )
cluster ( interval on )
cluster ( format 's' )
set time zone 's'
set time zone $1
set time zone a
set time zone interval 's' minute
set time zone interval ( 10 ) 's'
set time zone - 1.5
set time zone default
set time zone local
set names 's'
set role password
set role 's'
reset session authorization
reset all
reset transaction isolation level
alter system reset least
alter role all set schema 's'
alter role all reset session authorization
alter function dec set role $1
alter function without reset time zone restrict
show t
show time zone
show transaction isolation level
show all
set constraints all immediate
set constraints json_table deferred
discard all
discard temp
discard plans
discard sequences
alter table depends set without cluster
alter table if exists b disable trigger user
alter table string detach partition a finalize
alter table if exists a detach partition oids finalize
alter table all in tablespace values set tablespace dec
alter table all in tablespace b owned by current_role set tablespace timestamp
alter index nulls disable trigger user
alter index if exists prepared set logged
alter index t attach partition real
alter index all in tablespace varying set tablespace configuration nowait
alter index all in tablespace b owned by current_user set tablespace json_value
alter sequence national set logged
alter sequence if exists xmlparse set without oids
alter view json_serialize disable trigger user
alter view if exists alter disable trigger all
alter materialized view temporary disable trigger all
alter materialized view if exists out enable trigger user
alter materialized view all in tablespace xmlexists set tablespace b nowait
alter materialized view all in tablespace national owned by session_user set tablespace a
alter foreign table xmlconcat disable trigger user
alter foreign table if exists path not of
alter index immutable set without cluster
alter index a enable trigger all , set logged
alter table tablespace attach partition decimal default
alter table conversion detach partition smallint concurrently
alter table if detach partition a finalize
alter index a attach partition off
alter index value add json_table setof interval month
alter index listen add if not exists b json array
alter index t add column locked json
alter index move add column if not exists returns setof time array
alter index content alter b drop default
alter index a alter t drop not null
alter index a alter column json_objectagg set not null
alter index t alter column stdin set expression as ( default )
alter index a alter column t drop expression
alter index a alter t drop expression if exists
alter index b alter routines set statistics default
alter index replica alter column 1 set statistics default
alter index exists alter column none set ( b )
alter index coalesce alter column generated reset ( table )
alter index b alter t set storage default
alter index t alter b set compression default
alter index asensitive alter b add generated always as identity
alter index b alter xmlforest restart
alter index a alter column rows drop identity
alter index xmlpi alter omit drop identity if exists
alter index snapshot drop column if exists setof cascade
alter index virtual drop column a restrict
alter index source alter column passing set data type setof json array
alter index a alter column json_arrayagg options ( drop do )
alter index a add not null time
alter index json_table alter constraint b
alter index greatest alter constraint json_exists inherit
alter index json_value validate constraint tablespace
alter index a drop constraint if exists move restrict
alter index by drop constraint b restrict
alter index generated set without oids
alter index grouping cluster on uescape
alter index decimal set without cluster
alter index parallel set logged
alter index t set unlogged
alter index treat enable trigger a
alter index t enable always trigger conditional
alter index b enable replica trigger xmlexists
alter index t enable trigger all
alter index hold enable trigger user
alter index t disable trigger set
alter index a disable trigger all
alter index whitespace disable trigger user
alter index name enable rule t
alter index b enable always rule xmlexists
alter index json_table enable replica rule a
alter index parser disable rule t
alter index varchar inherit locked
alter index simple no inherit xmlattributes
alter index xmlexists of b
alter index detach not of
alter index nullif owner to current_user
alter index transaction set access method default
alter index attach set tablespace char
alter index row set ( do )
alter index b reset ( primary )
alter index xmlelement replica identity default
alter index b enable row level security
alter index b disable row level security
alter index t force row level security
alter index nested no force row level security
alter index t options ( drop a )
alter domain b set default default
alter domain a drop default
alter index t alter t type int array collate excluding
alter index types alter subscription type timestamp
alter index boolean alter statistics type setof double precision array using default
alter index a alter column varchar type setof bigint array
alter index after replica identity nothing
alter index json_serialize replica identity full
alter index int replica identity default
alter index rollup replica identity using index keys
alter tablespace a set ( limit )
create tablespace bigint location 's' with ( sysid )
create tablespace xmlroot location 's'
alter tablespace trim set ( current_timestamp )
alter tablespace json_query set ( freeze , current_schema )
alter tablespace a set ( partial = none )
alter tablespace t set ( analyse )
alter tablespace json_scalar set ( period . tablesample = 's' )
alter tablespace grouping set ( time . a )
alter index json_value alter column varchar restart
alter index old alter t restart restart
alter index a alter serializable restart
alter index materialized alter column json_scalar restart with - 1.5
alter index xml alter column mapping set no maxvalue
alter index xmlattributes alter json_scalar set generated by default
alter statistics b set statistics - 1
alter statistics decimal set statistics default
alter index instead set access method none
alter index reset set access method default
alter table xmlparse attach partition t for values in ( default )
alter table json_table attach partition json_objectagg for values from ( default ) to ( default )
alter table normalize attach partition bigint default
alter type json_value drop attribute xmlpi restrict
alter type t drop attribute row cascade
alter type xmlattributes drop attribute time cascade , drop attribute last cascade
alter type xmlattributes add attribute a timestamp cascade
alter type out drop attribute if exists a
alter type assignment drop attribute inout cascade
alter type xmlroot alter attribute t type setof interval hour
close xmlserialize
copy binary merge_action to 's'
copy ( table t ) to 's'
copy repeatable from stdin with
copy json_table to program 's' with
copy row to 's' with
copy recursive from program 's'
copy binary row to stdout with
copy text to 's' with
copy t from 's' ( stdout )
copy greatest to stdout with
copy binary b to stdin with binary
copy varying to stdin with freeze
copy t from program 's' with null as 's'
copy smallint from program 's' with header
copy float to 's' with quote as 's'
copy binary char to stdin with force quote b
copy binary bit to 's' with force quote *
copy binary a from stdin force not null t
copy t from 's' with force null precision
copy interval to stdout force null *
copy a from stdout
copy binary overlay from program 's' delimiters 's' with
copy binary chain to stdout with ( or * )
copy b from stdout with ( connection , sql * )
copy binary configuration from 's' with ( b * )
copy a from stdout with ( order on )
copy national from program 's' ( nchar + 1.5 )
copy time to 's' with ( b * )
copy catalog from stdin ( full ( on ) )
copy binary generated from 's' ( a ( false ) )
copy extract from 's' with ( enum ( on , false ) )
copy b from stdout ( freeze ( on ) )
create local temp table show ( )
create local temporary table if not exists nested ( ) without oids
create table b of decimal
create temporary table if not exists grouping of delimiters without oids
create temporary table timestamp partition of xmlparse default
create temporary table if not exists parallel partition of year default without oids
create temporary sequence b
create temp sequence xmlparse
create local temporary sequence json_objectagg
create local temp sequence real
create global temporary sequence b
create global temp sequence class
create unlogged sequence b
create sequence a
create foreign table none ( like t ) server b
create foreign table statistics ( ) server enable
create unlogged table t of return ( varchar )
create unlogged table close of a
create foreign table compression ( like bit ) server nullif
create foreign table coalesce ( like a , check ( default ) ) server xmlelement
create temp table values of start ( nchar )
create unlogged table xmlnamespaces of a ( json , a )
create foreign table t ( a interval array ) server plans
create foreign table b ( like json_object ) server interval
create foreign table json_serialize ( check ( default ) ) server t
create temp table t of local ( stable )
create temp table normalize of strip ( check ( default ) )
alter index encrypted add b time array
create table time of checkpoint ( t )
create table xmlnamespaces of storage ( b with options )
alter index nchar alter load set compression json_arrayagg
alter index language alter column simple set compression default
alter index json_object add bit json compression default
alter index close add merge_action setof json array
alter index month alter column least set storage a
alter index input alter xmltable set storage default
alter index a add stable setof float storage default
alter index integer add first decimal
create domain others as integer array initially deferred
create domain method setof boolean
create domain schema setof json array constraint wrapper null
create domain trim as smallint array null
create domain repeatable setof time initially immediate
create domain json_arrayagg as interval day collate empty
create domain next bigint array not null no inherit
create domain t as setof timestamp array null
create domain schema as setof integer unique nulls distinct
create domain t as setof interval month primary key
create domain exclusive as time check ( default )
create domain excluding setof timestamp default session_user
create domain b as setof time generated by default as identity
create domain security as json references b
create domain b setof boolean unique nulls distinct
create domain xmlroot setof time array unique nulls not distinct
create domain each as time unique
alter index key alter stable add generated always as identity
alter index json_exists alter stdin add generated by default as identity
create domain xmlroot as interval minute generated always as ( default ) virtual
create domain grouping integer array deferrable
create domain b as setof json not deferrable
create domain t as setof time initially deferred
create domain json_exists as json initially immediate
create domain inherits setof float array enforced
create domain indexes interval month not enforced
create foreign table nullif ( like access ) server char
create foreign table cycle ( like b including statistics ) server match
create foreign table assertion ( like json_arrayagg excluding statistics ) server varchar
create foreign table real ( like show ) server delimiters
create foreign table b ( like a including comments ) server nfc
create foreign table release ( like snapshot including compression ) server timestamp
create foreign table t ( like varchar including constraints ) server a
create foreign table insensitive ( like owner including defaults ) server t
create foreign table numeric ( like committed including identity ) server b
create foreign table invoker ( like t including generated ) server comment
create foreign table json ( like b including indexes ) server strip
create foreign table json_array ( like values including statistics ) server columns
create foreign table backward ( like b including storage ) server b
create foreign table numeric ( like absolute including all ) server trim
alter index nullif add constraint a not null unlogged
alter index listen add check ( default )
alter index json_arrayagg add check ( default )
alter index int add not null json_serialize
alter index a add unique nulls distinct ( xmltable without overlaps )
alter index a add unique using index nested
alter index delete add primary key ( b without overlaps )
alter index json_scalar add primary key using index t
alter index position add exclude ( a asc with % )
alter index cursor add foreign key ( a ) references cube
alter domain a add constraint first not null
alter domain extract add not null
alter domain row add check ( default )
alter domain dec add not null
create domain json_array as json not null no inherit
create domain logged as setof interval minute array not null
alter index within add unique ( b without overlaps )
alter index by add unique ( policy )
grant select ( unencrypted ) to b
grant select to similar
grant select ( boolean ) to session_user
grant select ( t , t ) to current_user
alter index xmlnamespaces add foreign key ( overlay , period int ) references explain
alter index a add foreign key ( timestamp ) references setof
alter index relative add foreign key ( class ) references t ( substring )
alter index within add foreign key ( json_arrayagg ) references json_objectagg
grant select ( normalize ) to session_user
alter index t add unique ( t ) include ( b )
alter index xmlparse add unique ( a )
create domain cascade as setof json references a match full
create domain after setof time references nullif match simple
create domain dec interval hour array references transaction
alter index t add exclude ( current_schema with <= )
alter index routines add exclude ( simple with % , trim with > )
alter index views add exclude ( t desc with ~ )
alter index relative add exclude ( current_role desc with operator ( + ) )
create domain b float array references boolean on update no action
create domain begin as timestamp references a on delete restrict
create domain mapping time array references explain on update cascade on delete cascade
create domain a as setof json references extract on delete cascade on update no action
create domain notify as interval hour array references nowait
create domain values as numeric array references integer on update no action
create domain conversion setof interval day references isolation on delete restrict
create domain a as setof json array references overriding on delete no action
create domain b setof json references depth on delete restrict
create domain characteristics setof time references xmlroot on delete cascade
create domain rule setof interval hour references t on delete set null
create domain t setof interval month references after on delete set default
create foreign table t ( ) inherits ( merge_action ) server minute
create foreign table invoker ( ) server forward
create temp table a ( )
create temp table numeric ( ) using a
create temp table excluding ( )
create temp table json_scalar ( ) with ( tablesample )
create table t ( ) without oids
create table trusted ( )
create temporary table b ( ) on commit drop
create table bit ( ) on commit delete rows
create temporary table t ( ) on commit preserve rows
create temp table b ( )
create table a ( ) tablespace b
create temp table smallint ( )
create domain b as interval minute array unique using index tablespace merge_action
create domain name as interval month unique
alter index b add unique using index stdin
create statistics on current_time from current_catalog
create statistics if not exists b on extract from current_user
create statistics on current_catalog from json_exists
create statistics on localtime , domain from materialized
create statistics on revoke from b
create statistics on current_schema from enum
create statistics on ( default ) from current_schema
alter statistics t set statistics default
alter statistics if exists always set statistics default
create global temp table a as table replica
create global temporary table if not exists a as table json_object
create temporary table varchar without oids as execute least
refresh materialized view concurrently xmlserialize with data
refresh materialized view concurrently leakproof with no data
refresh materialized view t
create materialized view row as table cascaded
create materialized view if not exists a as table extract with data
create unlogged materialized view implicit as table nfc
create unlogged materialized view inherit as table plan
create materialized view json as table least
refresh materialized view concurrently b
create local temp sequence copy
create temp sequence if not exists b
alter sequence setof no minvalue
alter sequence if exists a no minvalue
create sequence float cycle
create temporary sequence views
alter index b alter values add generated by default as identity ( restart )
alter index xmltable alter json add generated by default as identity
alter sequence locked no maxvalue
alter sequence views restart no minvalue
alter sequence b as boolean
alter sequence document cache + 1.5
alter sequence checkpoint cycle
alter sequence numeric no cycle
alter sequence none increment by - 1.5
alter sequence character logged
alter sequence out maxvalue 1.5
alter sequence merge_action minvalue - 1.5
alter sequence a no maxvalue
alter sequence materialized no minvalue
alter sequence a owned by t
alter sequence rollback sequence name character
alter sequence also start 1.5
alter sequence valid restart
alter sequence document restart with 1.5
alter sequence a unlogged
alter sequence row increment by 1.5
alter sequence scroll increment 1.5
alter large object 1.5 owner to current_user
alter large object + 1.5 owner to current_role
alter large object - 1.5 owner to t
alter large object - 1 owner to current_role
grant all privileges on large object + 1.5 to group current_user
grant all privileges on large object + 1.5 , - 1.5 to current_user
create or replace procedural language procedural
create procedural language plan handler b
create trusted procedural language a
create procedural language t
create access method a type table handler insert
create access method key type table handler label . constraint
create procedural language nfkd handler b inline locked
create trusted procedural language character handler t
create procedural language b handler xmlserialize validator numeric
create trusted language overriding handler owned no validator
create trusted procedural language a handler owner no validator
create trusted language b handler matched
create procedural language detach
create trusted language xmltable
create tablespace defaults location 's'
create tablespace t owner current_user location 's'
create tablespace t location 's'
drop tablespace routines
drop tablespace if exists a
create extension t
create extension if not exists access with
create extension enum with cascade
create extension row with
create extension b with schema least
create extension boolean version natural
create extension t with cascade
alter extension t update
alter extension trim update to 's'
alter extension merge_action update
alter extension varying update to 's'
alter extension t add subscription key
alter extension a add foreign table include
alter extension precision add aggregate cross ( * )
alter extension virtual add cast ( json array as interval month )
alter extension b drop domain interval day array
alter extension integer add function like
alter extension t drop operator class b using a
alter extension smallint drop operator family enable using none
alter extension a drop procedure authorization
alter extension keys add routine similar
alter extension depth add transform for json array language savepoint
alter extension t drop type setof interval
create foreign data wrapper b
alter foreign data wrapper a handler option
alter foreign data wrapper xmlforest no handler
alter foreign data wrapper release validator reset
alter foreign data wrapper bit no validator
alter foreign data wrapper between no validator
alter foreign data wrapper t no handler no validator
create foreign data wrapper normalize no validator
create foreign data wrapper json_scalar
alter foreign data wrapper name options ( drop with )
alter foreign data wrapper savepoint no handler
create foreign data wrapper family options ( search 's' )
create foreign data wrapper coalesce options ( current_schema 's' )
create foreign data wrapper json_arrayagg options ( character 's' , ilike 's' )
alter server json_object options ( drop session_user )
alter server b options ( drop comments )
alter server a options ( drop outer , drop when )
alter server b options ( tablesample 's' )
alter server normalize options ( set second 's' )
alter server drop options ( add t 's' )
alter server b options ( drop a )
alter server setof options ( current_role 's' )
alter server t options ( drop restrict )
alter server b options ( isnull 's' )
create server xmltable foreign data wrapper b
create server if not exists xmlattributes foreign data wrapper t
create server rows type 's' foreign data wrapper whitespace
create server text foreign data wrapper procedure
alter server filter version 's'
alter server called version null
create server a version 's' foreign data wrapper grouping
create server family foreign data wrapper encrypted
alter server show version 's' options ( drop collate )
alter server xmlroot version 's'
alter server b options ( drop using )
create foreign table leakproof ( ) server format
create foreign table if not exists position ( ) server t
create foreign table copy partition of attach default server t
create foreign table if not exists json_value partition of routine default server json_object
import foreign schema varying from server t into following
import foreign schema nchar limit to ( a ) from server b into grouping
import foreign schema a except ( substring ) from server unlogged into json_scalar
import foreign schema nullif limit to ( hold ) from server dec into float
import foreign schema treat from server functions into t
create user mapping for current_user server a
create user mapping if not exists for user server decimal
drop user mapping for view server a
drop user mapping for user server b
drop user mapping for user server quote
drop user mapping if exists for similar server substring
alter user mapping for session_user server none options ( drop system_user )
create policy vacuum on t
alter policy comment on transform
alter policy substring on lock using ( default )
alter policy position on constraints
alter policy a on minvalue with check ( default )
alter policy t on xmlroot
create policy bigint on objects to join
create policy a on normalize
alter policy a on json_value to current_user
alter policy password on merge_action
create policy schema on char
create policy xmlroot on json_value for insert
create policy grouping on unbounded
create policy json_table on coalesce for all
create policy b on views for select
create policy int on inout for insert
create policy nowait on json_query for update
create policy b on least for delete
create access method a type table handler b
create access method national type index handler server
create access method a type table handler xmlforest
create or replace trigger implicit after insert on lock execute function cross ( 10 )
create constraint trigger t after insert on xmlforest for each row execute function a ( 's' )
create trigger finalize before delete on rows execute procedure b ( )
create trigger json_table after truncate on grouping execute procedure virtual ( )
create trigger integer instead of insert on nfkc execute function nfd ( )
create trigger mode after delete on coalesce execute function full ( )
create trigger a before update or insert on integer execute function serializable ( )
create trigger row before insert on excluding execute function join ( )
create trigger time after delete on xmlelement execute function full ( )
create trigger external instead of update on a execute function savepoint ( )
create trigger t after update of configuration on json_object execute function overlaps ( )
create trigger t before truncate on parser execute function nfd ( )
create trigger unconditional after update on a referencing new table as xmlconcat execute function owned ( )
create trigger xmlforest after delete on json_table execute function t ( )
create trigger xmlelement instead of truncate on xmltable referencing old table exists execute function value ( )
create trigger a before truncate on b referencing new row as boolean new table as t execute procedure is ( )
create trigger of after truncate on t referencing new table bit execute function b ( )
create trigger transaction before update on nfd referencing new table as b execute procedure inner ( )
create trigger delete before delete on a referencing old row json_array execute procedure return ( )
create trigger error after insert on stored referencing old table as xmlconcat execute function a ( )
create trigger boolean before truncate on b referencing old row as char execute function a ( )
create trigger t before delete on bit referencing new row lock execute function repeatable ( )
create trigger relative before insert on format for each statement execute function tablesample ( )
create trigger format instead of update on a execute procedure validate ( )
create trigger a before update on least for each statement execute procedure server ( )
create trigger out before update on row for statement execute function recursive ( )
create trigger t after insert on b for row execute procedure b ( )
create trigger b after update on json_object for each statement execute procedure b ( )
create trigger uescape after insert on rename when ( default ) execute function a ( )
create trigger precision before insert on b execute procedure b ( )
create event trigger program on xmlroot execute function a ( )
create event trigger language on t execute procedure current_schema ( )
create trigger nfc before delete on partial execute function full ( full )
create trigger t after update on precision execute procedure b ( type , 's' )
create trigger yes after insert on substring execute function conflict ( )
create trigger routine after update on a execute procedure like ( 10 )
create trigger t after delete on a execute function b ( 1.5 )
create trigger t before update on t execute function join ( 's' )
create trigger nullif after update on if execute function a ( column )
create constraint trigger a after truncate on decimal from discard for each row execute procedure program ( )
create constraint trigger t after truncate on a for each row execute procedure current ( )
create event trigger yes on order execute procedure b ( )
create event trigger json_serialize on else when t in ( 's' ) execute function new ( )
create event trigger a on xmlattributes when substring in ( 's' ) execute function full ( )
create event trigger t on import when greatest in ( 's' ) and insert in ( 's' ) execute function t ( )
create event trigger a on overlaps when timestamp in ( 's' ) execute function like ( )
create event trigger a on b when b in ( 's' ) execute procedure header ( )
create event trigger before on all when unbounded in ( 's' , 's' ) execute function a ( )
alter event trigger coalesce enable replica
alter event trigger over enable
alter event trigger b enable replica
alter event trigger treat enable always
alter event trigger inout disable
create or replace aggregate plan ( * ) ( tablesample )
create or replace aggregate functions ( t = 's' )
create operator ~ ( distinct )
create type publication ( notnull )
create type bigint
create type delimiters as ( )
create type numeric as enum ( )
create type absent as range ( binary )
create text search parser cascade ( limit )
create text search dictionary characteristics ( b )
create text search template a ( outer )
create text search configuration greatest ( natural )
create collation following ( overlay )
create collation if not exists b ( a )
create collation b from a
create collation if not exists large from precision
create operator + ( t )
create operator ^ ( t )
create operator >= ( leading , extension )
create operator || ( like = 1.5 )
create operator > ( dictionary )
create operator || ( objects = smallint array )
create operator % ( trigger = fetch )
create operator < ( json_arrayagg = ~ )
create operator <> ( greatest = + 1.5 )
create operator * ( a = 's' )
create operator < ( when = none )
create aggregate tablesample ( a = 's' )
create aggregate verbose ( a = 's' )
create aggregate indexes ( t = + 1.5 , t = + 1.5 )
create aggregate left ( b = 's' )
create type normalize as enum ( 's' )
create type configuration as enum ( )
create type t as enum ( 's' )
create type a as enum ( 's' , 's' )
alter type support add value 's'
alter type b add value 's' before 's'
alter type inout add value 's' after 's'
alter type numeric rename value 's' to 's'
alter type b add value if not exists 's'
alter type b add value 's'
create operator class b default for type interval day using a as operator 1 ||
alter operator family a using t add storage setof time
alter operator family comments using operator add storage setof timestamp , storage setof json
alter operator family before using real add operator 10 * for search
alter operator family exists using json add function 2 cube
alter operator family reindex using whitespace add function 2 ( bigint ) is
alter operator family savepoint using position add storage setof json
create default conversion a for 's' to 's' from plan
create conversion t for 's' to 's' from xml
create operator class t for type setof json using coalesce family extract as function 2 row
create operator class reset default for type setof json using t as storage interval minute
alter operator family t using serializable add operator 1 > for search
alter operator family xmlconcat using trusted add operator 2 > for order by b
alter operator family bit using a add operator 10 =
create operator family b using normalize
alter operator family json_scalar using t add operator 1 <
alter operator family t using xmltable drop function 2 ( setof json array )
alter operator family normalize using b drop operator 2 ( setof json )
alter operator family trim using a drop function 1 ( setof time array ) , operator 10 ( time )
alter operator family strip using plan drop operator 1 ( interval day )
alter operator family b using json_scalar drop function 2 ( json )
drop operator class t using b
drop operator class if exists attach using position cascade
drop operator family b using merge_action
drop operator family if exists cost using b cascade
drop owned by session_user restrict
reassign owned by current_role to int
drop statistics if exists method cascade
drop table least cascade
drop publication if exists t
drop extension until
drop trigger trim on functions cascade
drop trigger if exists no on timestamp cascade
drop type setof timestamp array cascade
drop type if exists timestamp array cascade
drop domain setof real array restrict
drop domain if exists json array
drop index concurrently maxvalue cascade
drop index concurrently if exists validate restrict
drop table json_exists
drop sequence method
drop view xmlforest cascade
drop materialized view dictionary restrict
drop index show
drop foreign table xmlpi
drop collation greatest restrict
drop conversion t
drop statistics t cascade
drop text search parser b
drop text search dictionary t cascade
drop text search template xmlconcat cascade
drop text search configuration wrapper cascade
comment on extension a is null
comment on database options is 's'
comment on role bit is 's'
comment on subscription a is null
comment on tablespace json_arrayagg is 's'
drop access method t cascade
drop event trigger national
drop extension nchar cascade
drop foreign data wrapper json_query restrict
drop procedural language b restrict
drop publication expression cascade
drop schema xmlconcat cascade
drop server inout restrict
drop policy treat on a restrict
drop rule within on notify restrict
drop trigger b on json_exists cascade
drop conversion atomic restrict
drop table revoke , type
create type inout
create type char . current_user
create type json_array . full
create type real . similar . a
drop type json restrict
drop type timestamp , timestamp
truncate always restart identity
truncate table b continue identity cascade
truncate b restart identity
truncate interval
comment on statistics conflict is null
comment on column merge_action is null
comment on subscription national is null
comment on type setof timestamp array is 's'
comment on domain interval hour array is null
comment on aggregate a ( * ) is null
comment on function outer is null
comment on constraint t on varying is null
comment on constraint domain on domain t is null
comment on policy bit on uncommitted is null
comment on procedure ilike is 's'
comment on routine natural is null
comment on transform for setof float language json_objectagg is null
comment on operator class stored using json_exists is null
comment on operator family xmlconcat using deferred is null
comment on large object + 1.5 is null
comment on cast ( setof interval month array as json ) is 's'
comment on column unlisten is 's'
comment on column b is null
security label on statistics t is null
security label on column day is null
security label on database breadth is null
security label on type setof decimal array is null
security label on domain setof json is 's'
security label on aggregate a ( * ) is 's'
security label on function isnull is 's'
security label on large object - 1.5 is 's'
security label on procedure a is null
security label on routine isnull is 's'
security label for 's' on column a is 's'
security label on column b is 's'
security label on column a is 's'
security label on column b is null
fetch numeric
move b
fetch explain
fetch in a
fetch next from b
fetch prior t
fetch first b
fetch last xmlconcat
fetch absolute - 2 from xmlforest
fetch relative 10 rename
fetch + 10 t
fetch all b
fetch forward timestamp
fetch forward 1 in a
fetch forward all from csv
fetch backward between
fetch backward + 10 b
fetch backward all from xmlelement
fetch from b
fetch in json_table
fetch next in scroll
fetch next b
grant all privileges on language substring to group national
revoke all privileges on schema b from group current_user
revoke grant option for all on a from current_role restrict
grant create on table b to group current_role
grant all on uncommitted to session_user
grant all privileges on table t to group current_role
grant all ( xmlserialize ) on domain t to current_user
grant all privileges ( substring ) on large object 1.5 to current_role
grant defaults to session_user
grant create , t to session_user
grant references to session_user
grant create to current_user
grant alter system to current_role
grant a to current_user
grant all on parameter inout to current_role
grant all privileges on parameter t , t to group current_user
grant all on parameter preserve to current_role
grant all on t to group current_user
grant all on table t to outer
grant all privileges on sequence boolean to current_role
grant all on foreign data wrapper values to group current_user
grant all privileges on foreign server unencrypted to group current_role
grant all privileges on function delimiter to session_user
grant all on procedure execute to group session_user
grant all on routine overlaps to session_user
grant all privileges on database json_array to group session_user
grant all privileges on domain b to current_user
grant all on language b to group current_user
grant all on large object - 1.5 to temp
grant all privileges on parameter depends to group current_role
grant all privileges on schema b to group keep
grant all on tablespace b to session_user
grant all privileges on type a to integer
grant all on all tables in schema row to group current_user
grant all privileges on all sequences in schema xmlexists to group json_value
grant all on all functions in schema json_serialize to first
grant all on all procedures in schema server to group current_user
grant all on all routines in schema also to current_user
grant all privileges on schema substring to group conditional
grant all privileges on function finalize to values , current_user
grant all on domain large to session_user
grant all on schema increment to group current_user
grant all privileges on table out to group current_user with grant option
grant all on sequence deferred to group nfd
grant b to current_role
grant create to current_user with fetch false
revoke references from replace restrict
revoke least option for time from char
grant create to current_user with b option , verbose true
grant references to current_user with numeric false
grant references to session_user with right true
grant references to session_user with at option
grant alter system to a with like true
grant references to current_role with a false
grant decimal to current_user granted by aggregate
grant references to grouping
alter default privileges revoke all on types from natural restrict
alter default privileges for user current_role grant all on types to session_user
alter default privileges revoke all on tables from session_user
alter default privileges in schema xmlattributes grant all privileges on large objects to current_user
alter default privileges for role current_role grant all privileges on schemas to session_user
alter default privileges for user inner revoke all on functions from current_user cascade
alter default privileges grant all on routines to group comment
alter default privileges revoke all privileges on large objects from session_user
alter default privileges revoke grant option for all privileges on schemas from current_role restrict
alter default privileges grant all privileges on tables to group current_user
alter default privileges grant all on functions to group partial
alter default privileges grant all privileges on routines to group current_user
alter default privileges grant all privileges on sequences to group current_role
alter default privileges grant all on types to group current_role
alter default privileges grant all on schemas to group between
alter default privileges grant all on large objects to a
create unique index on stdout ( localtimestamp asc ) nulls distinct
create index if not exists t on a ( localtime asc )
create unique index on xmlexists ( current_timestamp desc )
create index on wrapper ( current_time asc )
create unique index on checkpoint using a ( session_user )
create index on t ( current_time asc )
create unique index concurrently on overriding ( b desc )
create unique index concurrently on character ( current_time asc , current_date )
create unique index concurrently on precision ( last desc )
create unique index on character ( enforced system ( select ) asc nulls last )
create index concurrently on xmlroot ( t desc )
create index concurrently on bigint ( session_user )
create index concurrently on t ( ( default ) asc )
create unique index on a ( current_time desc ) include ( localtime )
create unique index on parser ( character desc )
create index on numeric ( inherits desc ) include ( current_date )
create unique index on nfkc ( b ) include ( tables asc , b desc )
create index concurrently on smallint ( nfkd collate a asc )
create index concurrently on a ( dec )
table extract order by default asc
table a order by default desc
table b order by default
table values order by default desc nulls first
table real order by default desc nulls last
table t order by default
create function b ( ) returns bigint
create or replace function rows ( ) returns table ( t integer array )
create or replace function tablesample ( )
create or replace procedure b ( )
create or replace language xmltable
create procedural language json_exists
drop function full ( setof json ) cascade
drop function join ( ) cascade
drop function b ( setof json ) cascade
drop function like ( setof interval minute , timestamp array )
drop function a restrict
drop function authorization , notnull restrict
drop function is ( ) restrict
drop function is restrict
drop function scalar
create function next ( json array )
create function cross ( )
create function b ( setof double precision )
create function b ( setof time , setof real )
create function overlaps ( out t setof json )
create function normalized ( a variadic setof time array )
create function b ( unconditional setof timestamp array )
create function natural ( inout setof time )
create function t ( int array )
create function isnull ( in setof json array )
create function deferred ( out setof interval hour )
create function b ( inout setof timestamp )
create function isnull ( in out setof json )
create function a ( variadic setof dec array )
call t ( variadic a := default )
create function current_schema ( ) returns interval year array
create function conditional ( ) returns setof json
create function event ( ) returns b . similar % type
create function session ( ) returns setof t . b % type
create function t ( smallint array )
create function is ( setof timestamp array default default )
create function admin ( time = default )
drop aggregate b ( bigint )
drop aggregate t ( * ) cascade
drop aggregate authorization ( numeric ) cascade
drop aggregate b ( order by bigint ) restrict
drop aggregate discard ( setof smallint order by interval minute array ) restrict
drop aggregate right ( setof time ) cascade
drop aggregate cycle ( interval year array , setof numeric array )
drop aggregate procedural ( * ) cascade
drop aggregate a ( * ) restrict
drop aggregate unknown ( * ) , string ( * ) restrict
create function a ( ) security invoker
create function after ( )
create function inner ( ) immutable
create function b ( ) window strict
alter function b called on null input restrict
alter function notnull returns null on null input
alter function ilike strict restrict
alter function outer immutable
alter function a stable restrict
alter function t volatile
alter function passing external security definer
alter function force external security invoker restrict
alter function t security definer
alter function xmlexists security invoker
alter function position leakproof restrict
alter function xmlroot not leakproof restrict
alter function tablesample cost - 1.5
alter function a rows + 1.5
alter function current_schema support overlay
alter function a reset session authorization restrict
alter function smallint parallel inout restrict
create function t ( ) as 's'
create function natural ( ) language t
create function a ( ) language 's'
create function language ( ) transform for type setof dec array
create function b ( ) window
create function natural ( ) immutable
create function collation ( ) as 's' , 's'
create function generated ( ) return default
create function a ( ) return default
create function right ( ) begin atomic end
create function show ( )
create function b ( ) begin atomic ; end
create function a ( ) begin atomic end
create function import ( ) begin atomic checkpoint ; end
create function t ( ) begin atomic return default ; end
create function is ( ) transform for type setof time array
create function collation ( ) transform for type setof integer array , for type decimal
create publication indexes with ( a )
create publication grouping
create function outer ( ) returns table ( t setof bigint )
create function b ( ) returns table ( b interval month array )
create function t ( ) returns table ( filter timestamp array , like json )
alter function json_value immutable
alter procedure nullif not leakproof
alter routine numeric volatile
alter function verbose strict
alter function natural immutable leakproof restrict
alter function t volatile restrict
alter function collation stable
drop function off restrict
drop function if exists t
drop procedure verbose cascade
drop procedure if exists notnull restrict
drop routine tablesample
drop routine if exists inner restrict
drop aggregate authorization ( * )
drop aggregate if exists is ( * ) cascade
drop operator <> ( setof time , setof numeric array ) cascade
drop operator = ( none , setof smallint array ) restrict
drop operator ~ ( setof interval minute , none )
create operator = ( join )
create operator show . >= ( encoding )
do 's'
do language b
do 's' 's'
do language empty
create cast ( setof time array as interval array ) with function over as implicit
create cast ( double precision as setof time ) without function as assignment
create cast ( setof interval hour as setof json ) with inout
create cast ( interval day as numeric array ) without function as implicit
create cast ( json array as setof float ) without function as assignment
create cast ( double precision as setof time ) without function
drop cast ( time as double precision ) cascade
drop transform if exists for setof json language json_query restrict
drop transform for setof numeric language reassign restrict
create or replace transform for setof interval hour array language sets ( from sql with function authorization )
create transform for time language period ( from sql with function inner , to sql with function authorization )
create transform for json array language plans ( to sql with function between , from sql with function collation )
create transform for interval month language off ( from sql with function xmlforest )
create transform for setof json language t ( to sql with function setof )
drop transform for setof json language a
reindex table t
reindex schema concurrently json_objectagg
reindex database concurrently
reindex index concurrently at
reindex table preceding
reindex database
reindex ( collation ) database
alter tablespace a set ( verbose )
alter tablespace password reset ( is )
alter aggregate overlaps ( * ) rename to b
alter collation exclude rename to passing
alter conversion t rename to a
alter database b rename to exclude
alter domain transform rename to preceding
alter domain t rename constraint a to ref
alter foreign data wrapper b rename to stored
alter function a rename to skip
alter language b rename to xmlelement
alter operator class a using character rename to t
alter operator family a using instead rename to t
alter policy a on b rename to b
alter policy if exists json_arrayagg on json_arrayagg rename to xmlpi
alter procedure least rename to b
alter publication a rename to exclusive
alter routine authorization rename to privileges
alter schema valid rename to b
alter server grouping rename to interval
alter subscription rule rename to least
alter table bigint rename to smallint
alter table if exists returns rename to b
alter sequence a rename to catalog
alter sequence if exists nullif rename to a
alter view day rename to inout
alter view if exists asensitive rename to substring
alter materialized view xmltable rename to t
alter materialized view if exists option rename to t
alter index b rename to database
alter index if exists t rename to work
alter foreign table b rename to excluding
alter foreign table if exists nchar rename to range
alter table b rename column b to json_value
alter table if exists replace rename column b to xmlforest
alter view unlogged rename column t to local
alter view if exists unknown rename relative to inherits
alter materialized view plan rename rollup to smallint
alter materialized view if exists current rename column immutable to nullif
alter table b rename constraint valid to over
alter table if exists ordinality rename constraint asensitive to json_arrayagg
alter foreign table path rename column row to a
alter foreign table if exists xmlconcat rename column xmlserialize to b
alter rule zone on a rename to row
alter trigger overriding on integer rename to b
alter event trigger t rename to a
alter tablespace abort rename to nfkd
alter statistics yes rename to json_arrayagg
alter text search parser xmlattributes rename to out
alter text search dictionary b rename to b
alter text search template t rename to return
alter text search configuration boolean rename to relative
alter type granted rename to alter
alter type a rename attribute t to cluster
alter view t rename column discard to a
alter view valid rename char to numeric
alter index global alter a set data type json
alter index a alter row type setof json array
alter function ilike no depends on extension a
alter procedure backward no depends on extension timestamp
alter routine authorization no depends on extension a
alter trigger event on t depends on extension varchar
alter materialized view none depends on extension t
alter index search depends on extension b
alter function json_serialize no depends on extension a
alter function natural depends on extension xmlattributes
alter aggregate discard ( * ) set schema b
alter collation b set schema empty
alter conversion add set schema a
alter domain json_scalar set schema position
alter extension json_exists set schema move
alter function binary set schema b
alter operator class smallint using abort set schema b
alter operator family xmlconcat using a set schema t
alter procedure right set schema returns
alter routine isolation set schema quotes
alter table bit set schema content
alter table if exists storage set schema xmlpi
alter statistics int set schema conditional
alter text search parser enum set schema logged
alter text search dictionary json_array set schema t
alter text search template a set schema between
alter text search configuration position set schema a
alter sequence treat set schema bit
alter sequence if exists delimiter set schema time
alter view view set schema precision
alter view if exists t set schema json_query
alter materialized view domain set schema indexes
alter materialized view if exists coalesce set schema grouping
alter foreign table json_scalar set schema b
alter foreign table if exists a set schema xmlelement
alter type substring set schema sequence
alter type b set ( a )
alter type merge_action set ( true , t )
alter type int set ( full = none )
alter type t set ( json_exists = - )
alter type replica set ( only )
alter type insert set ( returning = setof smallint )
alter type lock set ( trigger = analyze )
alter type xmlconcat set ( ref = = )
alter type t set ( similar = + 1.5 )
alter type a set ( revoke = 's' )
alter type target set ( a )
alter aggregate enum ( * ) owner to current_role
alter collation t owner to a
alter conversion greatest owner to bit
alter database substring owner to setof
alter domain time owner to current_user
alter function xmlforest owner to current_user
alter procedural language b owner to current_role
alter large object - 1.5 owner to session_user
alter operator class finalize using show owner to session_user
alter operator family b using b owner to session_user
alter procedure t owner to current_user
alter routine isnull owner to current_role
alter schema t owner to session_user
alter type json_objectagg owner to current_user
alter tablespace json_objectagg owner to current_user
alter statistics treat owner to t
alter text search dictionary b owner to current_role
alter text search configuration locked owner to session_user
alter foreign data wrapper json_arrayagg owner to session_user
alter server least owner to current_user
alter event trigger b owner to session_user
alter publication interval owner to concurrently
alter subscription absent owner to session_user
create publication t
create publication character for all tables
alter publication sql add table a
alter publication also add tables in schema timestamp
alter publication b add tables in schema current_schema
alter publication a set ( b )
create subscription out connection 's' publication called
alter subscription t set ( system_user )
alter subscription time connection 's'
alter subscription extract refresh publication
alter subscription t add publication error
alter subscription substring drop publication stored
alter subscription between set publication next
alter subscription transaction enable
alter subscription partial disable
alter subscription b skip ( desc )
drop subscription double
drop subscription if exists b restrict
create or replace rule preserve as on delete to xmltable do nothing
create rule inout as on update to sequence do instead nothing
create rule xmlattributes as on delete to isolation do notify b
create rule xmlelement as on insert to replace do ( )
create rule a as on update to local do also ( ; )
create rule b as on insert to global do ( )
create rule replace as on update to extract do table prepare
create rule json_objectagg as on delete to b do also insert into a default values
create rule forward as on delete to nulls do also update temporary set b = default
create rule b as on delete to names do instead delete from statistics
create rule between as on select to a do also notify matched
create rule json as on update to t do instead ( notify values )
create rule boolean as on update to b do also ( )
create rule merge_action as on select to coalesce do nothing
create rule setof as on update to xmlforest do instead nothing
create rule stable as on delete to lock do nothing
create rule cache as on insert to values do nothing
create rule b as on delete to position do instead nothing
create rule xmlserialize as on insert to t do also nothing
create rule b as on update to normalize do nothing
notify t , 's'
notify partial
listen minvalue
unlisten a
unlisten *
abort transaction
commit and chain
rollback transaction and chain
savepoint b
release savepoint absent
release real
rollback to savepoint character
rollback work to xmlpi
prepare transaction 's'
commit prepared 's'
rollback prepared 's'
abort work
abort
set transaction read only
set transaction not deferrable
set transaction deferrable , deferrable
set transaction read write read only
start transaction deferrable
abort work and chain
abort transaction and no chain
create view numeric as table transform
create or replace temp view decimal as table json_exists
create local temp recursive view finalize ( attach ) as table json_serialize
create or replace local temporary recursive view data ( assertion ) as table integer
create view nchar as table xmlserialize with check option
create view b as table nchar with cascaded check option
create view standalone as table also with local check option
create temporary view a as table catalog
create database t
alter database int encoding default
alter database begin
alter database json_scalar encoding = + 1.5
alter database xmlconcat encoding = default owner = default
alter database b template = - 1.5
alter database breadth owner = true
alter database error encoding = default
alter database atomic t = default
alter database xmlpi connection limit = default
alter database least encoding default
alter database template location default
alter database nfd owner = default
alter database b tablespace default
alter database work template = default
alter database unencrypted template = default
alter database xmlpi location default
alter database normalize with
alter database include
alter database xmlelement set tablespace a
alter database b refresh collation version
alter database b set transaction read only
drop database normalize
drop database if exists b
drop database character ( force )
drop database if exists encrypted ( force )
drop database t with ( force )
drop database t with ( force , force )
drop database json_scalar with ( force )
alter collation validate refresh version
alter system set prior = default
create domain json_serialize setof interval day array
alter domain mapping drop default
alter domain dec drop not null
alter domain t set not null
alter domain xmlconcat add not null
alter domain int drop constraint merge
alter domain characteristics drop constraint if exists return cascade
alter domain t validate constraint json_serialize
create domain t as interval day
create domain normalize timestamp array
alter text search dictionary t ( then )
alter text search configuration a add mapping for a with interval
alter text search configuration time alter mapping for b with b
alter text search configuration b alter mapping replace a with xmlserialize
alter text search configuration role alter mapping for a replace json_objectagg with t
alter text search configuration coalesce drop mapping for value
alter text search configuration set drop mapping if exists for xmlserialize
alter text search configuration functions alter mapping replace views with b
alter text search configuration a alter mapping replace json_object with t
create default conversion a for 's' to 's' from t
cluster ( format ) a
cluster ( analyze )
cluster period
cluster
cluster xmlforest on without
cluster verbose invoker using xmlexists
cluster verbose t
vacuum verbose analyze
vacuum ( analyze )
analyze verbose
analyse ( format )
cluster ( tablespace )
cluster ( analyze , format )
analyze
cluster ( format - 1.5 )
cluster ( notnull )
cluster ( analyse )
cluster ( format )
cluster ( analyse true )
cluster ( right - 1.5 )
cluster ( a )
vacuum full freeze analyze
vacuum full freeze
vacuum full verbose
vacuum freeze
vacuum full freeze verbose
vacuum
analyze varying ( support )
analyse verbose xmlelement
analyse format
analyse verbose a
analyze verbose access , timestamp
analyze t
analyse
explain execute json_objectagg
explain analyse verbose execute catalog
explain verbose execute a
explain ( analyse ) execute b
explain table a
explain insert into of default values
explain update called set b = default
explain delete from procedure
explain merge into invoker using current_timestamp on default when matched then do nothing
explain declare out cursor for table t
explain create temp table t as table a
explain create unlogged materialized view none as table immediate
explain refresh materialized view identity
explain execute before
prepare greatest as table a
prepare a ( json array ) as table locked
prepare a as table xmlparse
prepare nfd as table treat
prepare a as insert into location default values
prepare until as update a set b = default
prepare json_scalar as delete from b
prepare b as merge into json_object using extract on default when not matched then do nothing
execute content
create global temporary table strict as execute columns
create local temp table if not exists a as execute b with data
execute b ( default )
execute between
deallocate a
deallocate prepare json_arrayagg
deallocate all
insert into routine default values
insert into conditional default values
insert into t as a default values
insert into xmltable table index
insert into b overriding user value table t
insert into t ( month ) table ties
insert into b ( event ) overriding user value table a
insert into t default values
insert into normalize overriding user value table a
insert into truncate overriding system value table transform
insert into merge_action ( revoke ) table template
insert into bigint ( b , json_query ) table disable
insert into set ( copy ) table merge_action
insert into float default values on conflict do update set t = default
insert into text default values on conflict do nothing
insert into interval default values on conflict ( declare ) do nothing
insert into nchar default values on conflict on constraint returns do nothing
insert into out default values on conflict do nothing
delete from t returning default
delete from substring
delete from maxvalue returning with ( old as handler ) *
delete from inline returning default
delete from after returning with ( new as whitespace ) default
delete from a returning with ( old as dec , old as smallint ) default
delete from t returning with ( new as view ) *
delete from b returning with ( old as a ) *
delete from xmltable returning with ( new as b ) *
delete from new
delete from zone using enforced
delete from t
lock table b
lock table no in row exclusive mode nowait
lock statement nowait
lock table assignment in access share mode nowait
lock search in row share mode nowait
lock a in row exclusive mode
lock table t in share update exclusive mode nowait
lock table treat in share mode nowait
lock setof in share row exclusive mode
lock table national in exclusive mode
lock json_table in access exclusive mode nowait
lock b nowait
lock bigint
table serializable for key share nowait
table a for share skip locked
table assertion for update
update cascaded set scroll = default
update between set real = default
update data set national = default , new = default
update drop set smallint = default
update others set ( json_table ) = default
update defaults set views = default
update a set ( dec ) = default
update option set ( out , a ) = default
merge into json_value using a on default when matched then do nothing
merge into a using others on default when matched then delete
merge into coalesce using current_role on default when matched then do nothing when not matched then do nothing
merge into a using decimal on default when matched then update set a = default
merge into a using user on default when matched then delete
merge into a using current_date on default when not matched then insert default values
merge into constraints using exists on default when matched then do nothing
merge into t using merge_action on default when not matched then do nothing
merge into xmlforest using b on default when matched then delete
merge into b using current_user on default when not matched by source then delete
merge into xmlpi using a on default when not matched then do nothing
merge into a using current_schema on default when not matched by target then do nothing
merge into b using current_user on default when matched and default then delete
merge into time using current_time on default when matched then delete
merge into t using user on default when matched then update set add = default
merge into a using current_user on default when matched then delete
merge into a using current_user on default when not matched then insert values ( default )
merge into interval using current_timestamp on default when not matched then insert overriding user value values ( default )
merge into real using current_role on default when not matched then insert ( stdin ) values ( default )
merge into treat using ordinality on default when not matched then insert ( overlay ) overriding system value values ( default )
merge into a using current_timestamp on default when not matched then insert default values
merge into b using current_date on default when not matched then insert values ( default )
declare sets insensitive cursor for table decimal
close validator
declare a cursor for table b
declare unencrypted insensitive no scroll cursor for table trim
declare float binary scroll cursor for table a
declare search asensitive binary cursor for table greatest
declare begin binary asensitive cursor for table interval
declare delete asensitive insensitive cursor for table grouping
declare t cursor for table xmlroot
declare second cursor with hold for table b
declare function cursor without hold for table a
table extension
( table characteristics )
( table delimiters )
( ( table json_query ) )
table a
table isolation order by default asc
table b for read only
table a limit default
with b as ( table immediate ) table b
with bit as materialized ( table grouping ) table json_table order by default asc
with recursive overlay as ( table nowait ) table sql for read only
with real as ( table numeric ) table name offset default
table next for read only
( table serializable ) for read only
select all
select distinct *
values ( default )
table timestamp
table t union all table b
table timestamp intersect distinct table error
table precision except distinct table substring
with json_objectagg as ( table b ) table b
with t as materialized ( table b ) table national
with recursive deferred as materialized ( table exists ) table real
with a as materialized ( table t ) table time
with time as materialized ( table a ) , write as ( table exclusive ) table a
with depends as not materialized ( table a ) table t
with a as materialized ( table insensitive ) table a
with t as not materialized ( table matched ) table overlay
with normalize as ( table interval ) table inline
with a as materialized ( table real ) search depth first by xmlparse set b table forward
with merge_action as ( table t ) search breadth first by json_arrayagg set json_arrayagg table assertion
with b as materialized ( table xmlroot ) table xmlelement
with t as ( table b ) cycle type set json_scalar to true default b'1' using each table decimal
with national as materialized ( table none ) cycle t set a using reset table of
with unbounded as ( table json_exists ) table normalize
with exists as materialized ( table json ) delete from match
delete from a
select into atomic
select all into temporary parameter
select into temp table b
select all into local temporary t
select into local temp xmlpi
select into global temporary b
select all into global temp table b
select into unlogged mode
select into table b
select all into real
lock table a nowait
lock document
table json_exists union all table nchar
table char union distinct table t
table between union table treat
select distinct on ( default ) default
select
call similar ( default order by default )
call a ( default )
table out order by default desc
table b order by default desc
table timestamp order by default desc , default
table dec order by default using || nulls first
table varchar order by default asc
table float limit all offset default
table greatest offset default limit default
table out limit default
table xmlroot offset default
table trim for read only offset default
table cube for read only
table granted limit all
table of fetch next + 1.5 row only
table nfkd fetch next row only
table t offset default
table b offset + 10 row
table work limit default
table policy limit all
table t offset localtime row
table json_object offset + 2 row
table yes offset - 1 row
table bigint offset + 1 row
table sql offset + 1.5 row
table xmlparse fetch next row only
table b fetch next rows only
table precision fetch first row only
table t fetch next row only
select group by distinct ( )
select group by ( )
select all group by distinct default , default
select group by all default
select group by all ( )
select group by all cube ( default )
select group by distinct rollup ( default )
select all group by distinct grouping sets ( default )
select all group by all rollup ( default )
select group by cube ( default )
select group by distinct grouping sets ( default )
select all having default
table last for update
table timestamp for read only
table setof offset default for read only
table a limit all
table t for key share
table timestamp for update for share nowait
table hour for key share
table attribute for update nowait
table a for no key update
table json_objectagg for share
table json_object for key share
table extract for update of external
table owned for share nowait
values ( default ) , ( default )
select all from move
create statistics on localtimestamp from a
create statistics on current_schema from localtime , system_user
create statistics on localtimestamp from checkpoint
create statistics on inout from a tablesample join ( default )
create statistics on called from session_user
create statistics on current_date from lateral user
create statistics on current_date from xmltable ( $1 passing current_time columns treat for ordinality )
create statistics on system_user from lateral xmltable ( $1 passing copy columns referencing for ordinality )
create statistics on xmltable from ( table real )
create statistics on system_user from lateral ( table integer )
create statistics on json_scalar from t natural join numeric
create statistics on exclusive from ( b cross join current_schema ) as a
create statistics on exclude from ( a natural join user )
create statistics on localtime from t cross join current_role
create statistics on local from json_array left outer join current_user on default
create statistics on b from current_schema join localtimestamp on default
create statistics on between from localtime natural left join current_time
create statistics on strip from current_time natural join a
create statistics on numeric from xmlelement as call ( a )
create statistics on character from time as interval
create statistics on current_timestamp from also timestamp ( a )
create statistics on t from operator json_object
create statistics on b from substring as a
create statistics on current_date from dec
create statistics on current_role from localtime join session_user using ( none ) as nchar
create statistics on temporary from current_schema join execute using ( int )
create statistics on b from current_catalog a
create statistics on schemas from system_user as ( t setof interval array )
create statistics on xmlexists from current_time as hour ( connection json array )
create statistics on t from localtime a ( b setof timestamp array )
create statistics on json_arrayagg from system_user
create statistics on large from b natural full outer join current_date
create statistics on b from current_role natural left outer join current_schema
create statistics on key from current_timestamp natural right join current_catalog
create statistics on current_date from current_time natural inner join national
create statistics on grouping from localtime natural full outer join repeatable
create statistics on current_date from nullif natural full join replica
create statistics on current_time from depth join current_timestamp using ( json_scalar )
create statistics on t from target join localtimestamp on default
table conflict
table b *
table boolean *
table only first
table only ( b )
lock a nowait
lock table path , xmltable
delete from varchar
delete from inout bit
delete from listen as a
create statistics on user from program tablesample source ( default )
create statistics on b from nchar tablesample a ( default ) repeatable ( default )
create statistics on procedures from class tablesample overlaps ( default )
create statistics on relative from current_schema
create statistics on current_role from rows from ( localtime )
create statistics on current_catalog from rows from ( current_user )
create statistics on user from rows from ( current_schema )
create statistics on smallint from rows from ( current_time , session_user )
create statistics on current_user from rows from ( session_user as ( chain interval day array ) )
create statistics on localtimestamp from rows from ( localtimestamp )
create statistics on b from localtime with ordinality
create statistics on real from localtime
select all where default
delete from b where default
delete from xmlnamespaces where current of xmlexists
delete from smallint
create type t as ( xmlattributes setof numeric )
create type a as ( )
create type timestamp as ( b setof interval hour array )
create type share as ( sql interval hour array , keep interval day array )
alter type a add attribute including setof timestamp array cascade
create statistics on catalog from xmltable ( localtimestamp passing current_time columns matched for ordinality )
create statistics on b from xmltable ( xmlnamespaces ( default savepoint ) , current_schema passing b'1' columns b for ordinality )
create statistics on current_schema from xmltable ( null passing schemas columns b for ordinality )
create statistics on exists from xmltable ( current_role passing dec columns t for ordinality , rows for ordinality )
create statistics on localtimestamp from xmltable ( $1 passing plans columns without setof json )
create statistics on a from xmltable ( b passing 2 columns a timestamp null )
create statistics on objects from xmltable ( 's' passing 's' columns t for ordinality )
create statistics on national from xmltable ( $1 passing $1 columns b setof time not null )
create statistics on local from xmltable ( $1 passing timestamp columns merge_action setof interval minute default $1 )
create statistics on exclusive from xmltable ( 's' passing $1 columns out interval month array not null )
create statistics on current_catalog from xmltable ( current_date passing 's' columns t setof timestamp null )
create statistics on b from xmltable ( $1 passing a columns b json array path 's' )
create statistics on snapshot from xmltable ( xmlnamespaces ( default null ) , 10 passing json_array columns t for ordinality )
create statistics on program from xmltable ( xmlnamespaces ( default true , default xmlconcat ) , setof passing b columns nullif for ordinality )
create statistics on current_role from xmltable ( xmlnamespaces ( x'1' as having ) , 1.5 passing null columns json_serialize for ordinality )
create statistics on t from xmltable ( xmlnamespaces ( default current_timestamp ) , x'1' passing a columns a for ordinality )
drop type time restrict
drop type setof decimal
drop type bigint array [ 1 ]
drop type setof timestamp array [ 1 ] cascade
drop type time array
drop type setof interval year array
drop type bigint [ ] cascade
drop type json [ 2 ] cascade
drop type json
drop type isnull cascade
drop type double precision restrict
drop type bit cascade
drop type varchar
drop type interval minute cascade
drop type interval ( 1 ) restrict
drop type publication cascade
drop type like . xmlpi
drop type decimal ( default ) cascade
drop type decimal cascade
drop type int
drop type integer cascade
drop type smallint cascade
drop type bigint
drop type real
drop type float cascade
drop type double precision cascade
drop type dec
drop type numeric cascade
drop type boolean restrict
drop type float ( 10 )
drop type float
drop type bit ( default ) restrict
drop type bit
drop type bit varying ( default )
drop type char varying ( 10 ) cascade
drop type nchar varying restrict
drop type character ( 1 ) restrict
drop type char restrict
drop type character restrict
drop type char
drop type varchar restrict
drop type national character
drop type national char varying cascade
drop type nchar varying
drop type bit varying
drop type timestamp ( 1 ) cascade
drop type timestamp restrict
drop type time ( 2 ) restrict
drop type timestamp with time zone
drop type timestamp without time zone restrict
drop type timestamp
drop type interval year
drop type interval month restrict
drop type interval day
drop type interval hour
drop type interval minute
drop type interval second
drop type interval year to month
drop type interval day to hour cascade
drop type interval day to minute cascade
drop type interval day to second
drop type interval hour to minute restrict
drop type interval hour to second
drop type interval minute to second
drop type interval restrict
drop type interval second ( 2 ) restrict
drop type json cascade
call join ( )
call sql ( default )
call freeze ( variadic default )
call matched ( default , variadic default )
call current ( all default )
call ilike ( distinct default )
call normalized ( * )
create statistics on outer ( * ) from a
create statistics on localtimestamp from system_user
create statistics on json_arrayagg ( default ) from a
set xml option content
select window a as ( )
select all window t as ( ) , depth as ( )
select all window a as ( )
select all window b as ( )
select all window validator as ( exclude )
select window b as ( )
select all window restrict as ( partition by default )
select window t as ( range current row exclude group )
select window nothing as ( )
select window xmlexists as ( range unbounded preceding )
select all window t as ( range current row )
select window partial as ( range default preceding )
select all window none as ( range default preceding exclude current row )
select all window xmlattributes as ( range default preceding exclude group )
select all window out as ( range default preceding exclude ties )
select all window b as ( range current row )
create operator ~ ( increment )
create operator - ( bit )
create operator + ( full )
create operator - ( transaction )
create operator * ( old )
create operator / ( nullif )
create operator % ( t )
create operator ^ ( valid )
create operator < ( also )
create operator > ( a )
create operator = ( is )
create operator <= ( relative )
create operator >= ( is )
create operator <> ( similar )
alter type statistics set ( outer = - )
alter type absent set ( normalize = operator ( ~ ) )
execute xmlattributes ( default )
execute nullif ( default , default )
call delimiters ( default )
call t ( default , default )
call a ( variadic default )
call t ( variadic inner := default )
call b ( variadic delete => default )
prepare work ( setof timestamp ) as table a
prepare xmlconcat ( setof json array , setof json ) as table json_array
cluster repeatable . handler
select *
select distinct default
select distinct default , default
select distinct default as sequence
select distinct default stored
set constraints t deferred
set constraints call , t deferred
cluster verbose xmlparse
drop publication xmlattributes restrict
drop schema real , t
deallocate json_objectagg
create type view . then
call replace ( )
fetch 10 xmltable
fetch 1 show
fetch + 10 nullif
fetch - 1 interval
create group abort
alter role b
alter role current_role with
alter role current_user
drop role current_user , t
listen b
listen standalone
listen xmltable
call t ( )
call set ( )
call tablesample ( )
do language current
do language least
do language inner
create type b . t
create type t . add
create type b . json_scalar
create type partition . ilike
create type uescape . current_timestamp
select distinct default t
select distinct default stdout
listen abort
listen absent
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
listen conditional
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
listen empty
listen enable
listen encoding
listen encrypted
listen enforced
listen enum
listen error
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
listen format
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
listen indent
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
listen keep
listen key
listen keys
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
listen mode
listen month
listen move
listen name
listen names
listen nested
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
listen objects
listen of
listen off
listen oids
listen old
listen omit
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
listen path
listen period
listen plan
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
listen quotes
listen range
listen read
listen reassign
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
listen scalar
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
listen snapshot
listen source
listen sql
listen stable
listen start
listen statement
listen statistics
listen stdin
listen stdout
listen storage
listen stored
listen strict
listen string
listen strip
listen subscription
listen support
listen sysid
listen system
listen tables
listen tablespace
listen target
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
listen unconditional
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
listen virtual
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
listen boolean
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
listen json
listen json_array
listen json_arrayagg
listen json_object
listen json_objectagg
listen json_query
listen json_scalar
listen json_serialize
listen json_table
listen json_value
listen least
listen merge_action
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
listen xmlexists
listen xmlforest
listen xmlnamespaces
listen xmlparse
listen xmlpi
listen xmlroot
listen xmlserialize
drop function authorization cascade
drop function binary restrict
drop function collation
drop function concurrently cascade
drop function cross
drop function current_schema cascade
drop function freeze
drop function full cascade
drop function ilike cascade
drop function inner
drop function is cascade
drop function isnull restrict
drop function join cascade
drop function left restrict
drop function like cascade
drop function natural restrict
drop function notnull
drop function outer restrict
drop function overlaps cascade
drop function right restrict
drop function similar cascade
drop function tablesample cascade
drop function verbose cascade
create type b . all
create type b . analyse
create type yes . analyze
create type a . and
create type character . any
create type b . array
create type b . as
create type a . asc
create type values . asymmetric
create type t . both
create type materialized . case
create type b . cast
create type a . check
create type recursive . collate
create type definer . column
create type b . constraint
create type values . create
create type a . current_catalog
create type character . current_date
create type add . current_role
create type t . current_time
create type over . current_timestamp
create type t . current_user
create type smallint . default
create type delimiters . deferrable
create type json_scalar . desc
create type relative . distinct
create type read . do
create type before . else
create type objects . end
create type b . except
create type quotes . false
create type t . fetch
create type a . for
create type objects . foreign
create type xmlconcat . from
create type json_object . grant
create type tablespace . group
create type statement . having
create type lock . in
create type xml . initially
create type xmltable . intersect
create type b . into
create type close . lateral
create type t . leading
create type always . limit
create type json_table . localtime
create type load . localtimestamp
create type delimiters . not
create type real . null
create type b . offset
create type json_arrayagg . on
create type treat . only
create type a . or
create type unknown . order
create type b . placing
create type xmlroot . primary
create type json_table . references
create type characteristics . returning
create type nowait . select
create type location . session_user
create type dec . some
create type b . symmetric
create type a . system_user
create type b . table
create type bigint . then
create type position . to
create type inout . trailing
create type xmlroot . true
create type json_objectagg . union
create type trusted . unique
create type definer . user
create type views . using
create type transaction . variadic
create type t . when
create type b . where
create type treat . window
create type time . with
select distinct default abort
select distinct default absent
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
select distinct default conditional
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
select distinct default empty
select distinct default enable
select distinct default encoding
select distinct default encrypted
select distinct default end
select distinct default enforced
select distinct default enum
select distinct default error
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
select distinct default format
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
select distinct default indent
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
select distinct default json
select distinct default json_array
select distinct default json_arrayagg
select distinct default json_exists
select distinct default json_object
select distinct default json_objectagg
select distinct default json_query
select distinct default json_scalar
select distinct default json_serialize
select distinct default json_table
select distinct default json_value
select distinct default keep
select distinct default key
select distinct default keys
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
select distinct default merge_action
select distinct default method
select distinct default minvalue
select distinct default mode
select distinct default move
select distinct default name
select distinct default names
select distinct default national
select distinct default natural
select distinct default nchar
select distinct default nested
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
select distinct default not
select distinct default nothing
select distinct default notify
select distinct default nowait
select distinct default null
select distinct default nullif
select distinct default nulls
select distinct default numeric
select distinct default object
select distinct default objects
select distinct default of
select distinct default off
select distinct default oids
select distinct default old
select distinct default omit
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
select distinct default path
select distinct default period
select distinct default placing
select distinct default plan
select distinct default plans
select distinct default policy
select distinct default position
select distinct default preceding
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
select distinct default quotes
select distinct default range
select distinct default read
select distinct default real
select distinct default reassign
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
select distinct default scalar
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
select distinct default source
select distinct default sql
select distinct default stable
select distinct default standalone
select distinct default start
select distinct default statement
select distinct default statistics
select distinct default stdin
select distinct default storage
select distinct default strict
select distinct default string
select distinct default strip
select distinct default subscription
select distinct default substring
select distinct default support
select distinct default symmetric
select distinct default sysid
select distinct default system
select distinct default system_user
select distinct default table
select distinct default tables
select distinct default tablesample
select distinct default tablespace
select distinct default target
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
select distinct default unconditional
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
select distinct default virtual
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
alter event trigger xmltable disable
alter collation unbounded . any refresh version
alter database varchar refresh collation version
alter database float reset all
alter default privileges for role binary revoke all privileges on large objects from current_role
alter type json_object . row add value if not exists 's'
alter extension cascaded update
alter extension json_serialize drop function nulls
alter foreign data wrapper until no handler
alter server target version null
alter function period ( ) security definer strict restrict
alter group current_user add user current_role
alter routine tablesample depends on extension names
alter table partial * set schema family
alter routine notnull ( ) owner to session_user
alter type absent set ( xmlparse , procedure )
alter policy target on xmlattributes to current_role using ( default is unknown )
alter sequence setof no maxvalue cache - 1.5
alter tablespace values set ( key )
alter type json_object . t drop attribute json
alter role session_user with password $1
alter subscription nullif disable
alter statistics option set statistics default
alter text search configuration cursor . a drop mapping for t
alter text search dictionary json_serialize ( indent )
alter user mapping for session_user server xmlparse options ( drop json_exists )
analyze ( analyse + 1.5 )
call until ( )
close trim
comment on type period array [ 1 ] is null
create access method enforced type table handler indent
create cast ( json array [ 10 ] as setof numeric array [ 2 ] ) without function as implicit
create conversion precision . national for 's' to 's' from target . conditional
create domain trim as bit varying array [ 10 ] null initially immediate
create extension path
create foreign data wrapper time no validator
create server empty version null foreign data wrapper enum
create foreign table xmlparse ( ) inherits ( normalize ) server json_serialize
create function string ( ) language 's' return not default
create unlogged materialized view defaults as table treat
create operator class json_objectagg for type setof time array [ 1 ] using json_value as storage setof interval year array
create operator family target . then using until
alter operator family out . year using bigint add storage setof json
create trusted language json_value
create schema substring authorization current_role create temp sequence keep
create global temp table temp of quotes . instead ( inherits ) using json_value on commit delete rows
create subscription format connection 's' publication error , setof
create statistics names on absent from none
create tablespace json_array owner current_role location 's' with ( implicit )
create transform for setof time array [ 10 ] language sequence ( from sql with function collation )
create or replace trigger name after truncate or delete on a for each statement execute function maxvalue ( 10 )
create event trigger deallocate on collation execute function xml ( )
create user mapping for session_user server interval
create type attach as enum ( )
delete from day json_array using sets
do language format language notnull
drop cast if exists ( setof bit varying array [ 10 ] as bit array ) restrict
drop operator class timestamp . move using transform cascade
drop operator family replica . virtual using absent
drop owned by current_user , current_user
drop type json array
drop subscription json_query
drop tablespace json_array
drop transform if exists for time [ ] language numeric
drop group if exists zone
drop user mapping for user server json_objectagg
drop database if exists json_arrayagg
execute replace
move backward all in restart
grant all on domain show to group session_user , group session_user granted by session_user
grant create to current_user , session_user
import foreign schema empty except ( write ) from server partition into quotes
create index concurrently json_query on instead * ( current_role desc ) nulls distinct with ( enforced ) where default
insert into path table nullif returning default
lock table xmlforest
merge into row key using json_object on default is null >= ~ default when not matched and default then do nothing
notify merge
prepare scalar as table exists
reassign owned by current_role , current_user to session_user
reindex schema concurrently json_query
drop aggregate concurrently ( * )
drop function if exists b , inout cascade
alter function empty ( ) rename to inherits
revoke all privileges ( empty ) on foreign server precision from current_user cascade
revoke create from overlaps , session_user restrict
create rule source as on select to json_exists do also ( ; )
values ( + default )
truncate refresh , exists restart identity restrict
unlisten xmlroot
update path setof set prepare = a from xmlparse where current of target
set local session characteristics as transaction deferrable
create local temp view keep ( defaults ) with ( plan ) as table int
reindex database concurrently merge_action
create statistics national on nested from plan
create statistics on xmlattributes from current_user
drop subscription nested restrict
drop subscription grouping
call string ( all default )
create role nested with password null
alter role json_table with
alter role current_user with
alter role current_role user session_user
alter role delimiter with password 's'
alter role current_role password null user current_role password $1
alter role session_user password null
alter role session_user with password $1 password 's' encrypted password 's'
alter role current_role with password null inherit encrypted password $1
alter role varchar connection limit - 1
alter role session_user with valid until 's'
create user collation with
alter user session_user with
alter role all set schema $1
alter role all in database virtual reset transaction isolation level
alter role session_user in database out set transaction read only
alter role all in database sysid set role $1
alter user similar reset all
alter user all in database indent set transaction deferrable
drop role current_user , current_user
drop role if exists keep , session_user
drop user key , session_user
drop user if exists current_role
drop group current_role , current_role
create group values with admin current_role
alter group isnull add user current_user
alter group session_user add user current_schema
alter group current_role drop user unbounded
create schema interval authorization session_user create unlogged sequence a
create schema atomic create temp sequence xmlattributes
create schema if not exists greatest authorization current_role
create schema if not exists index
create schema varying create temp sequence float no minvalue
create schema option
create schema json_scalar create table unconditional ( ) using source without oids
create schema normalized create index on restart * ( current_schema desc ) with ( as )
create schema xmlattributes create temporary sequence if not exists character
create schema json_exists grant all on parameter json_array to group session_user , group current_role with grant option granted by current_user
create schema implicit create global temp view real as ( table inout ) with local check option
set local transaction read only read write
set session transaction not deferrable
set transaction read only isolation level read uncommitted
alter system set between to + 1.5
alter system set nullif = true , 1.5
alter system set keep to default
alter system set b = default
set json_object = 1.5
set exists from current
set session authorization period
show absent
show json_object . input
alter system set bit to $1
alter system set path to + 1.5 , + 1.5 , $1
alter system set error to false
alter system set statistics to + 1.5
alter system set preserve to $1
cluster ( analyse false )
cluster ( analyse on )
cluster ( analyze decimal )
set time zone interval ( 1 ) 's'
set time zone 1.5
set role oids
alter system reset each . json_object
alter role all in database float set session characteristics as transaction read write
alter role all in database precision reset xmlserialize
alter function dec set xml option content restrict
alter function binary reset all restrict
show json_scalar
set constraints numeric . identity immediate
set constraints conditional deferred
set constraints nchar immediate
alter table path * enable trigger all
alter table if exists format drop column operator cascade
alter table json_objectagg detach partition period finalize
alter table if exists unconditional detach partition json_value finalize
alter table all in tablespace bit set tablespace sequences
alter table all in tablespace close owned by current_user , is set tablespace json_query nowait
alter index all in tablespace objects set tablespace timestamp nowait
alter index all in tablespace double owned by committed , string set tablespace merge_action
alter sequence substring set without oids , disable trigger user
alter materialized view boolean not of , set unlogged
alter materialized view all in tablespace json_array set tablespace target
alter materialized view all in tablespace share owned by current_user , current_role set tablespace exists nowait
alter foreign table show * owner to session_user
alter foreign table if exists only absent enable row level security
alter index sql alter column json_query set statistics + 1
alter index exclude not of , alter passing drop identity
alter table only document detach partition objects finalize
alter index schemas add enforced setof decimal array
alter index dec add if not exists maxvalue setof interval month array storage default compression default
alter index views add column security interval day array null
alter index nested add column if not exists procedures interval day storage default compression default
alter index json_serialize alter values set default default >= default
alter index omit alter column absolute drop not null
alter index values alter column depends drop expression
alter index excluding alter decimal drop expression if exists
alter index character alter column scalar set statistics default
alter index object alter column 10 set statistics 10
alter index smallint alter column routines set ( functions )
alter index period alter json_scalar reset ( objects )
alter index prior alter interval set storage over
alter index json_objectagg alter support set compression conditional
alter index json_array alter column objects add generated by default as identity
alter index least alter column path restart restart set generated by default
alter index boolean alter column xmlparse drop identity
alter index double alter json_objectagg drop identity if exists
alter index quotes drop column if exists delimiter cascade
alter index quotes drop column close
alter index real alter column virtual options ( drop json_arrayagg )
alter index boolean add constraint json_table check ( default )
alter index merge_action alter constraint json_array not deferrable
alter index reindex alter constraint json_scalar inherit
alter index substring validate constraint simple
alter index share drop constraint if exists mapping
alter index without drop constraint smallint restrict
alter index aggregate set without oids
alter index instead cluster on scalar
alter index xmlforest set without cluster
alter index enforced set logged
alter index backward set unlogged
alter index json_objectagg enable trigger ties
alter index greatest enable always trigger xmltable
alter index load enable replica trigger varchar
alter index interval enable trigger all
alter index json_scalar enable trigger user
alter index scalar disable trigger json_value
alter index xmlexists disable trigger all
alter index json disable trigger user
alter index target enable rule dec
alter index json_exists enable always rule json
alter index varying enable replica rule json_object
alter index json_query disable rule truncate
alter index publication inherit path
alter index close of xmlparse . immutable
alter index header not of
alter index string owner to current_role
alter index value set access method default
alter index json set tablespace minvalue
alter index xmlexists set ( nested )
alter index volatile reset ( similar )
alter index json_objectagg replica identity using index json_exists
alter index dec enable row level security
alter index old disable row level security
alter index system force row level security
alter index objects no force row level security
alter index coalesce options ( drop json_query )
alter domain xmlnamespaces set default default and default like ~ default
alter domain row drop default
alter index xmltable alter json_serialize set data type json collate replica
alter index json_serialize alter import set data type setof double precision array using default is null
alter index event alter column virtual type interval minute array using + default ilike default
alter index between alter int type setof timestamp
alter index immutable replica identity nothing
alter index json replica identity full
alter index plans replica identity default
alter index partial replica identity using index json
alter tablespace precision set ( period = ~ )
create tablespace error location 's' with ( conditional )
create tablespace xmlroot owner session_user location 's'
alter tablespace overlay set ( after = in )
alter tablespace json_objectagg set ( interval , b , binary = > )
alter tablespace xmlroot set ( json_arrayagg = setof decimal [ ] )
alter tablespace b set ( json_object )
alter tablespace action set ( names . case = 's' )
alter tablespace statement set ( from . integer )
alter index json_exists alter column quotes set generated by default
alter index xmlforest alter omit restart set increment by + 1.5
alter index json_serialize alter column bit restart
alter index json_query alter column json_arrayagg restart - 10
alter index none alter column interval set no minvalue
alter index absent alter column json_exists set generated always
alter statistics enforced set statistics - 2
alter statistics out set statistics default
alter index unconditional set access method routines
alter index xmlpi set access method default
alter table xmlexists attach partition xmlexists for values in ( default , default is not normalized )
alter table bit attach partition show for values from ( default , default notnull ) to ( - default is false )
alter table minvalue * attach partition none default
alter type plan . nulls drop attribute show cascade
alter type before drop attribute json_array cascade
alter type none drop attribute plan , drop attribute if exists path cascade
alter type temporary add attribute t setof json array restrict
alter type path drop attribute if exists empty restrict
alter type strict alter attribute merge_action type interval array [ 10 ] restrict
close conditional
copy ( table passing ) to 's' ( verbose )
copy indent from stdin with where default
copy binary target from 's' using delimiters 's' with
copy objects from program 's' with where default
copy binary deferred from stdout with where default
copy binary json from stdout with
copy binary out to stdin delimiters 's' ( overlaps )
copy binary json_query from 's' where not default
copy parser from stdout using delimiters 's' csv force quote * freeze
copy keep from program 's' freeze delimiter as 's' where default is document
copy json_exists from stdin with binary null 's'
copy binary ordinality from program 's' quote as 's'
copy binary nfkd to stdout force not null json_table , matched
copy binary called from 's' using delimiters 's' with binary force not null *
copy binary passing to stdin using delimiters 's' with freeze quote 's' force null keep , json_value
copy binary xmlroot from stdout with header force null * force null *
copy xmlparse from stdout with ( current_date * )
create table json_serialize ( like real ) on commit delete rows tablespace old
create table if not exists returns ( not null virtual ) using method on commit delete rows
create temporary sequence keep
create temp sequence target logged
create local temporary sequence character
create local temp sequence json_array unlogged
create global temporary sequence xmlexists
create global temp sequence read cycle
create unlogged sequence password
create sequence skip no maxvalue
create foreign table dictionary ( unique using index action ) server nchar
create foreign table json_array ( ) server xml
create local temporary table server of json_query ( read ) without oids on commit delete rows
create table time of none using b on commit delete rows tablespace json_serialize
create foreign table partial ( check ( default ) , check ( current_schema ) not valid ) server dec
create local temp table revoke of nullif ( json_exists with options deferrable null ) on commit drop tablespace virtual
create global temporary table second of virtual ( extension , check ( not default ) ) using handler on commit drop tablespace overriding
create foreign table period ( source setof int array storage default ) server option
create foreign table volatile ( like least ) server relative
create foreign table inherits ( constraint location not null xmlnamespaces initially immediate ) server json_table
create unlogged table json_serialize of path ( conditional not deferrable enforced ) on commit drop tablespace string
alter index rollup add normalized setof real array [ 2 ] storage stored options ( using 's' ) null
create temp table sysid of absent ( json_arrayagg initially immediate initially immediate ) using empty on commit preserve rows tablespace coalesce
create temp table least of option ( json_value with options null collate out ) using json_array on commit delete rows tablespace json_objectagg
alter index validator alter column set set compression detach
alter index level alter xmlserialize set compression default
alter index if add json_arrayagg setof real array storage default compression default not enforced
alter index format add exists json array storage xmlattributes null
alter index interval alter column path set storage integer
alter index keys alter json set storage default
alter index view add server boolean storage repeatable compression default null
alter index json_object add minute setof json null
create domain at as setof timestamp collate conditional
create domain unconditional setof interval year
create domain treat as json constraint match references dictionary match full on delete no action
create domain quotes as setof time check ( default is false )
create domain nfd setof json array null null initially immediate
create domain json_object as setof time array null collate before . snapshot
create domain empty setof json array initially deferred null not null
create domain json_arrayagg setof json null null
create domain nested boolean array unique nulls distinct with ( timestamp )
create domain least as setof double precision not enforced primary key
create domain time as interval enforced check ( not not default ) no inherit
create domain xmlserialize as setof real array null default current_date is distinct from $1
create domain boolean interval month array deferrable generated by default as identity
create domain prepare json array null not enforced generated always as ( not default not like default < default )
create domain quotes json array unique nulls distinct
create domain delimiters setof json unique nulls not distinct
create domain whitespace interval minute array unique
alter index schema alter column merge_action add generated always as identity
alter index statement alter by add generated by default as identity
create domain quotes setof json null generated always as ( not default ) stored
create domain attribute timestamp generated always as ( default is not null ) virtual
create domain logged time array null deferrable deferrable
create domain without as setof interval month initially deferred not deferrable
create domain xmlroot as setof interval hour array not deferrable initially deferred
create domain publication as setof interval day initially immediate
create domain disable as interval hour enforced
create domain character numeric array not enforced
create foreign table repeatable ( like period including all ) server plan
create foreign table breadth ( like leakproof excluding statistics excluding indexes ) server row
create foreign table omit ( like normalized ) server support
create foreign table json_query ( like json_objectagg including comments including comments ) server value
create foreign table int ( like exists including compression ) server scalar
create foreign table view ( like increment excluding indexes including constraints ) server source
create foreign table defaults ( like xmlexists excluding constraints including defaults ) server reindex
create foreign table nested ( like bigint excluding statistics including identity ) server keys
create foreign table indent ( like merge_action including generated ) server json_scalar
create foreign table relative ( like json_object including indexes ) server a
create foreign table escape ( like json_table excluding defaults including statistics ) server trim
create foreign table json_query ( like absent excluding generated including all ) server t
alter index enable add constraint string check ( default + default )
alter index nchar add not null names
alter index search add check ( default or default is not false )
alter index year add not null source not valid
alter index merge_action add unique nulls not distinct ( merge_action , json_value without overlaps ) include ( inherit ) with ( out ) using index tablespace keys
alter index json_objectagg add unique using index rename initially deferred
alter index json_arrayagg add primary key ( json_objectagg without overlaps ) include ( json ) using index tablespace json_serialize
alter index insert add primary key using index nested
alter index sets add exclude ( json_objectagg asc with ^ ) include ( names ) with ( similar ) where ( - default )
alter index scalar add foreign key ( version , period json_value ) references mode ( omit , period assignment ) on delete cascade deferrable
alter domain nested add constraint move not null
alter domain integer add not null
alter domain unconditional add check ( default notnull ^ default is not false )
alter domain partial add not null
create domain row setof json not null no inherit
create domain json_arrayagg as timestamp array not null
alter index columns add unique nulls not distinct ( treat without overlaps )
grant select ( xmlroot ) to current_user
grant select to current_user
grant select ( source ) to current_role granted by language
grant select ( old , bit , statistics ) to current_user
alter index content add foreign key ( enforced , period integer ) references json_array
alter index source add foreign key ( nchar ) references vacuum match full on delete cascade
alter index json_object add foreign key ( absent , period scalar ) references logged ( json_value , constraints , period delimiters ) match full deferrable
alter index absolute add foreign key ( begin , period json_query ) references trim on delete no action deferrable
grant select ( row ) to current_user granted by session_user
alter index virtual add unique nulls distinct ( standalone ) include ( virtual )
alter index plans add unique nulls not distinct ( json_scalar without overlaps )
create domain position as timestamp references valid match full
create domain json_query setof json null deferrable references integer match simple on delete cascade
create domain json_objectagg as setof timestamp null not deferrable references out on delete no action
alter index json_query add exclude ( system_user with || , system_user desc with = ) where ( default )
alter index nested add exclude using json_exists ( ( default like default ) desc nulls first with operator ( inline . ^ ) ) where ( default )
create domain greatest as setof json null enforced references share match simple on delete no action
create domain decimal as setof bigint array initially deferred initially deferred references each match simple on update no action on delete no action
create domain t as json null null references operator match simple
create domain enforced as setof interval day array references enforced match simple on update set null
create domain normalize interval day references least match simple on delete cascade
create domain source interval month array initially deferred references json_value match full on delete no action
create domain transaction interval minute array enforced collate t references xmlroot on delete cascade
create domain xmlserialize as interval minute references path on delete set null
create foreign table family ( ) inherits ( absent , nested ) server atomic
create foreign table data ( ) server xmlconcat
create unlogged table absent ( ) using filter without oids
create temp table hour ( ) using integer on commit delete rows
create temporary table keep ( ) without oids on commit delete rows tablespace return
create local temp table numeric ( ) with ( path ) on commit drop tablespace absent
create global temp table external ( ) using reindex without oids on commit preserve rows
create local temporary table character ( ) using period on commit delete rows tablespace substring
create unlogged table coalesce ( ) using truncate on commit drop tablespace varchar
create unlogged table each ( ) on commit delete rows tablespace deallocate
create global temporary table empty ( ) on commit preserve rows tablespace json_query
create unlogged table replace ( ) using global without oids
create unlogged table json_scalar ( ) without oids on commit delete rows tablespace write
create local temp table committed ( ) without oids on commit preserve rows
create domain json setof interval year array deferrable unique using index tablespace json_array
create domain format setof timestamp unique nulls not distinct
create statistics system on ( $1 ) from error keys
create statistics if not exists standalone . keep ( values ) on current_catalog from json_objectagg
create statistics setof on ( default is document collate boolean ) from current_role
create statistics on current_role , char , current_time from float
create statistics on json_exists from user
create statistics double on json_arrayagg ( default is false format json order by default asc null on null returning setof numeric ) from current_role
create statistics on ( default = default is normalized ) from time
alter statistics if exists nchar set statistics + 1
create local temporary table varchar using merge_action without oids on commit delete rows as table int with data
create temporary table if not exists float on commit preserve rows tablespace json_value as ( table precision ) with no data
refresh materialized view cascaded with data
refresh materialized view concurrently import with no data
refresh materialized view concurrently merge_action
create materialized view json_value tablespace interval as ( table identity ) with data
create unlogged materialized view if not exists enforced as table between with data
create unlogged materialized view volatile as table numeric
create materialized view source as table valid with no data
create temp sequence minute
alter sequence unconditional owned by treat
create local temporary sequence t logged
create temporary sequence within
alter index position alter column quotes add generated always as identity ( minvalue + 1.5 )
alter index partial alter off add generated always as identity
alter sequence smallint restart with + 2
alter sequence xmlelement cycle no maxvalue increment 1.5 start 10
alter sequence unconditional as bit varying
alter sequence objects cache 1
alter sequence enforced cycle
alter sequence atomic no cycle
alter sequence begin increment by + 1.5
alter sequence xmlparse logged
alter sequence session maxvalue - 1.5
alter sequence numeric minvalue + 1.5
alter sequence xmlattributes no maxvalue
alter sequence between no minvalue
alter sequence json owned by json_object . path
alter sequence error sequence name xmlconcat . lock
alter sequence target start 1.5
alter sequence target restart
alter sequence catalog restart with 1.5
alter sequence json_value unlogged
alter sequence cache increment by + 1.5
alter sequence xmlelement increment + 1.5
alter large object 1.5 owner to empty
alter large object + 1.5 owner to session_user
alter large object - 2 owner to current_user
grant all privileges on large object + 1.5 to group session_user
grant select on large object 1.5 , + 1.5 , + 1.5 to current_role
create or replace trusted procedural language extract
create or replace procedural language input handler inout . json_object inline json_object no validator
create or replace trusted procedural language values
create or replace language exists
create access method xmltable type table handler if
create access method database type table handler timestamp . asc . empty
create language omit handler omit inline target . int
create trusted language nchar handler json_arrayagg no validator
create or replace procedural language also handler keep validator of
create or replace trusted language xmlroot handler xmlconcat no validator
create or replace trusted procedural language dec handler json_object inline a no validator
create trusted procedural language treat handler keys inline json_arrayagg
create procedural language json
create language json_object
create tablespace none owner current_user location 's'
create tablespace path location 's'
drop tablespace snapshot
drop tablespace if exists skip
create extension indent cascade cascade
create extension if not exists server
create extension plan cascade
create extension unconditional with
create extension backward with version scroll
create extension values cascade cascade cascade
alter extension format update
alter extension period update to 's' to like
alter extension key update
alter extension json_serialize update to string
alter extension json_array add event trigger json_query
alter extension values add text search dictionary json_object . primary
alter extension trim add aggregate outer ( * )
alter extension normalize drop cast ( bit array as float array )
alter extension rollup add operator class timestamp using json_array
alter extension timestamp add operator family period using objects
alter extension option drop transform for time [ ] language assignment
alter extension path drop type interval hour array [ 10 ]
create foreign data wrapper grouping options ( json_table 's' )
alter foreign data wrapper columns handler skip
alter foreign data wrapper enforced no handler
alter foreign data wrapper json_value validator bigint
alter foreign data wrapper json_query no validator
alter foreign data wrapper numeric no validator
create foreign data wrapper empty no validator
create foreign data wrapper char
alter foreign data wrapper json_scalar options ( drop unconditional )
alter foreign data wrapper none validator json_exists
create foreign data wrapper scalar options ( empty 's' )
create foreign data wrapper absent
create foreign data wrapper xmlnamespaces no handler options ( xmlroot 's' )
create foreign data wrapper smallint options ( similar 's' , xmlelement 's' )
alter server bigint options ( drop content )
alter server dec options ( drop passing )
alter server json_scalar options ( drop freeze , collation 's' )
alter server coalesce options ( json 's' )
alter server a options ( set collation 's' )
alter server enforced options ( add placing 's' )
alter server json_table options ( drop conditional )
alter server omit options ( json_exists 's' )
alter server trim options ( drop disable )
create server access foreign data wrapper values options ( trusted 's' )
create server if not exists json_arrayagg version 's' foreign data wrapper varying
create server truncate type 's' version 's' foreign data wrapper target
create server minvalue version 's' foreign data wrapper defaults
alter server json_value version 's'
alter server json version null
create server notify type 's' version null foreign data wrapper target
create server scalar foreign data wrapper absent
alter server json_exists version null options ( drop attach )
alter server json_object version null
alter server json options ( drop returns )
create foreign table position ( ) server xmlserialize
create foreign table if not exists merge_action partition of plan default server prior options ( xmlattributes 's' )
import foreign schema source from server treat into level
import foreign schema scalar limit to ( unconditional ) from server json_objectagg into json_query
import foreign schema within except ( string ) from server xmlserialize into path
import foreign schema continue except ( bit ) from server unlogged into error
import foreign schema absent from server least into keep
create user mapping for session_user server match
create user mapping if not exists for current_user server json_objectagg options ( values 's' )
drop user mapping for current_role server json_objectagg
drop user mapping for user server copy
drop user mapping for user server types
drop user mapping if exists for user server overlay
alter user mapping for session_user server parameter options ( drop nested )
create policy smallint on json_array to session_user with check ( default at local )
alter policy xmlconcat on materialized using ( default is not unknown )
alter policy precision on substring to session_user using ( default is unknown notnull )
alter policy scalar on subscription to session_user
alter policy enable on of with check ( + default is not null )
alter policy string on position to current_user using ( default )
alter policy uescape on json to current_role , session_user using ( default )
alter policy escape on xmlexists using ( default )
create policy deallocate on work using ( default )
create policy include on keep to like
create policy normalized on role for update to current_user
create access method granted type table handler json_scalar
create access method unconditional type index handler write
create access method integer type table handler unconditional
create trigger vacuum instead of insert on plan when ( default ) execute procedure authorization ( 1.5 )
create trigger absent after insert on enforced when ( default ) execute function omit ( 10 , national )
create trigger json_scalar after truncate or update on indent execute procedure disable ( )
create or replace trigger enforced before insert on b when ( default ) execute procedure omit ( a )
create trigger discard instead of delete on json_objectagg when ( default ) execute procedure virtual ( )
create trigger cascade before update on national for statement execute procedure empty ( 1.5 )
create or replace trigger json_arrayagg instead of update of path , char on preserve for statement when ( default ) execute function names ( , current_schema )
create or replace trigger options instead of truncate on json_table when ( default ) execute function right ( 's' , 1.5 )
create trigger normalize before update on hour referencing old table as json_object execute procedure target ( t )
create or replace trigger t instead of update on error for statement when ( default ) execute procedure nfc ( )
create or replace trigger real instead of update on target referencing old table unconditional when ( default ) execute function inner ( , 1.5 )
create trigger boolean before delete on locked referencing new row as json_serialize new table as format for each statement when ( default ) execute procedure trusted ( )
create or replace trigger objects instead of delete on plan referencing old row attribute execute procedure right ( 's' )
create or replace trigger greatest instead of update on backward referencing new table policy when ( default ) execute function asensitive ( )
create trigger integer after truncate on plan referencing new row as smallint for row when ( default ) execute function valid ( 1 , variadic )
create or replace trigger json_scalar after truncate on off referencing old table as json_object for each statement when ( default ) execute function keys ( )
create or replace trigger system instead of truncate on filter for statement when ( default ) execute procedure absolute ( 's' )
create trigger system instead of update on routines execute function ties ( 's' , 's' )
create trigger t after insert on json_table for each row execute procedure checkpoint ( 1.5 , 1.5 )
create trigger hold before insert on quotes for row execute function period ( )
create or replace trigger stdin after update on if for each statement execute function replace ( json_query , 10 )
create or replace trigger xmlelement instead of truncate on minvalue for each statement when ( default * default between + localtime and default <= default ) execute function inner ( )
create trigger nullif after truncate on json_arrayagg execute function listen ( 2 )
create event trigger source on overlaps execute function notnull ( )
create event trigger json_scalar on tablesample execute procedure schemas ( )
create trigger json_objectagg before truncate on format for statement when ( default ) execute function matched ( 1 )
create trigger json_array instead of update on error for row execute function isnull ( , bigint , like , do )
create or replace trigger delimiter before delete on source for each statement execute procedure prior ( )
create or replace trigger ordinality instead of delete on json_query when ( default ) execute procedure isnull ( 1 )
create or replace trigger ordinality before update on time for each statement when ( default ) execute function target ( 1.5 )
create trigger keep after insert on document for each row execute procedure is ( 's' )
create trigger trim instead of delete on json_value for each row when ( default ) execute function outer ( virtual )
create event trigger checkpoint on overlaps when work in ( 's' , 's' ) execute procedure nfd ( )
create event trigger event on json_object when json_query in ( 's' ) and json_array in ( 's' , 's' ) execute function nested ( )
create event trigger nested on b when immediate in ( 's' ) execute procedure day ( )
create event trigger plan on statement when json in ( 's' ) execute function scalar ( )
create event trigger json_array on json_object when also in ( 's' , 's' ) execute procedure omit ( )
alter event trigger t enable always
alter event trigger grouping enable
alter event trigger detach enable replica
alter event trigger json enable always
alter event trigger security disable
create or replace aggregate unconditional ( * ) ( json_arrayagg )
create operator ~ ( notnull )
create type dec ( full )
create type json_value . release
create type xmlelement as ( )
create type b . using as enum ( 's' )
create type t . path as range ( analyze )
create text search parser always ( overlaps )
create text search dictionary extract . json_query ( placing )
create text search template json_table . concurrently ( analyse )
create text search configuration truncate . current_role ( copy )
create collation json_value . default ( period )
create collation if not exists path ( absent )
create collation path from json_scalar
create collation if not exists ref from filter . json_value
create operator || ( character , current_date )
create operator ~ ( is = 1.5 )
create operator || ( read , json_query = session_user , values )
create operator >= ( timestamp = setof timestamp array )
create operator ~ ( a )
create operator ~ ( timestamp = any )
create operator || ( ordinality = operator ( % ) )
create operator || ( where = - 10 )
create operator ~ ( bit = 's' )
create operator || ( plan = none )
create type json_serialize as enum ( 's' )
create type json_serialize as enum ( )
create type objects as enum ( 's' )
create type header as enum ( 's' , 's' )
alter type between . source add value 's'
alter type string add value 's' before 's'
alter type reindex add value if not exists 's' after 's'
alter type keep . keys rename value 's' to 's'
alter type setof add value if not exists 's'
alter type xmltable add value 's'
create operator class merge_action . string for type setof bit varying array [ 1 ] using json_array family json_object as function 10 passing
alter operator family type using release add storage interval hour
alter operator family string using json_exists add operator 2 > for search , operator 10 *
alter operator family json_serialize using t add operator 10 rollback . ~
alter operator family enforced using nfkd add function 1 aggregate
alter operator family xmlforest using locked add storage nchar array [ 2 ]
create default conversion indent for 's' to 's' from merge_action
create conversion path for 's' to 's' from float
create operator class nfc default for type setof timestamp using forward family call as storage json array
create operator class comments for type setof json array using schemas as operator 1 ||
alter operator family nested using character add operator 2 >= for search
alter operator family json_serialize using keep add operator 2 / for order by json_array . character
alter operator family treat using xmlexists add operator 2 /
create operator family insert . function using backward
alter operator family precision using partition add operator 10 ~
alter operator family strip . integer using json_query drop operator 1 ( double precision array )
alter operator family string using aggregate drop operator 2 ( setof interval minute array )
alter operator family error using json_exists drop operator 1 ( time ) , function 2 ( setof interval day )
alter operator family subscription using merge_action drop operator 10 ( setof nchar varying array )
alter operator family absent using absent drop function 2 ( time )
drop operator class json_exists . timestamp using xmlroot
drop operator class if exists t using inout
drop operator family position . right using t cascade
drop operator family if exists varchar using absent cascade
drop owned by is
reassign owned by current_role to current_role
drop conversion if exists absent , json_serialize
drop materialized view xmlelement , json_query
drop foreign data wrapper if exists unconditional , add restrict
drop schema out cascade
drop trigger quotes on json_table
drop trigger if exists json_arrayagg on setof . json_serialize cascade
drop type setof json array restrict
drop type if exists setof json [ ] restrict
drop domain interval month [ ] cascade
drop domain if exists setof char varying [ ] restrict
drop index concurrently t
drop index concurrently if exists virtual cascade
drop table json_arrayagg restrict
drop sequence nested restrict
drop view snapshot
drop materialized view routine restrict
drop index match restrict
drop foreign table json_serialize cascade
drop collation json_exists
drop conversion objects cascade
drop statistics defaults restrict
drop text search parser enforced cascade
drop text search dictionary unconditional
drop text search template keep restrict
drop text search configuration least cascade
comment on access method path is 's'
comment on database csv is 's'
comment on role nested is null
comment on subscription normalize is null
comment on tablespace error is 's'
drop access method ordinality cascade
drop event trigger smallint cascade
drop extension trusted
drop foreign data wrapper scalar cascade
drop language json_array
drop publication path
drop schema varchar
drop server commit restrict
drop policy release on coalesce
drop trigger json_value on catalog
drop text search dictionary isolation . when . names cascade
drop collation keep , grouping , filter . json_scalar
create type work
create type json_array . interval
create type varchar . error
create type json_arrayagg . current_catalog . returning
drop type timestamp array cascade
drop type setof json array , setof json restrict
truncate table rows restart identity
truncate table increment continue identity restrict
truncate char restart identity cascade
truncate table isolation cascade
comment on view time . similar is 's'
comment on column xmlattributes . out is null
comment on subscription json_exists is null
comment on type scalar array is null
comment on domain setof double precision array is null
comment on aggregate b ( * ) is 's'
comment on function overlaps is 's'
comment on constraint merge_action on substring . of is null
comment on constraint xmlpi on domain string . include is 's'
comment on policy json_value on interval is 's'
comment on procedure policy is 's'
comment on routine virtual is null
comment on transform for interval day [ ] language row is 's'
comment on operator class merge_action using trim is 's'
comment on operator family keys using json_exists is 's'
comment on large object 1.5 is null
comment on column source is 's'
comment on column nowait is null
security label for 's' on foreign table unconditional is null
security label for 's' on column program is null
security label for cross on database boolean is null
security label on type int array [ 2 ] is 's'
security label for 's' on domain setof inner array [ 2 ] is null
security label for 's' on aggregate enforced ( * ) is null
security label on large object 1.5 is 's'
security label on routine enable is null
security label for cache on column checkpoint is null
security label on column smallint is 's'
security label for normalize on column absent is 's'
security label for values on column position is null
fetch bigint
move last omit
fetch json_array
fetch in json_objectagg
fetch next in source
fetch prior from conditional
fetch first checkpoint
fetch last from indent
fetch absolute - 2 plans
fetch relative 2 start
fetch + 2 from objects
fetch all simple
fetch forward from absent
fetch forward 10 cascaded
fetch forward all yes
fetch backward format
fetch backward - 2 in values
fetch backward all comments
fetch from none
fetch in class
fetch next in xmlparse
fetch next subscription
grant all privileges ( json_exists ) on function ilike to group session_user , current_role granted by template
revoke all on all tables in schema period from group current_role cascade
revoke grant option for all on large object + 1.5 from session_user granted by unconditional restrict
grant create ( json ) on type force to current_user with grant option granted by current_role
grant all on tablespace quotes to session_user with grant option
grant all privileges on schema object to group current_user granted by current_role
grant all ( json ) on procedure tablesample to group xmlroot with grant option granted by numeric
grant all privileges ( year , whitespace ) on tablespace force to current_user with grant option
grant alter system , connection , select to current_user
grant select ( a ) to varchar
grant references ( leakproof ) to current_role granted by session_user
grant create ( target ) to real granted by current_user
grant alter system to template granted by session_user
grant smallint ( json_scalar ) to current_role
grant all on parameter nested . json_scalar . unconditional to group current_role granted by between
grant all on parameter normalize , period to session_user with grant option granted by left
grant all on parameter transaction . integer . json_arrayagg to group current_user granted by name
grant all on plans to session_user granted by current_user
grant select on table nested , transform to group session_user
grant references on sequence b to absent granted by current_role
grant all privileges on foreign data wrapper treat to dec with grant option granted by current_user
grant all on foreign server json_arrayagg , keys to period granted by like
grant all privileges on function xmlserialize to current_role
grant all on procedure json_arrayagg , authorization to json_arrayagg with grant option granted by conversion
grant all privileges on routine excluding , exists to session_user with grant option
grant all on database json_array , scalar to current_role granted by session_user
grant alter system on domain timestamp , integer to plan
grant all on language a to empty with grant option
grant all on parameter json_serialize , enforced to group current_role
grant all on schema json_value to strip granted by current_role
grant alter system on tablespace nested , functions to json_arrayagg granted by current_user
grant references on type coalesce , indent to unconditional granted by session_user
grant all on all tables in schema merge_action , json_query to group current_role
grant all on all sequences in schema trim , omit to group current_user
grant all privileges on all functions in schema error , json_objectagg to extract
grant all on all procedures in schema no to session_user granted by uescape
grant select on all routines in schema called , called to group current_role
grant all privileges on function collation to group delete with grant option granted by current_role
grant create on sequence period to current_role , current_user , current_role
grant all privileges on table out to session_user
grant all on procedure scalar to group session_user with grant option
grant create on sequence varchar to group vacuum with grant option granted by session_user
grant all on procedure attach to session_user
grant create , references to session_user granted by current_user
grant select , privileges to current_role , current_role with left option granted by empty
revoke create , keys from current_user granted by session_user cascade
revoke character option for document , alter system from current_user cascade
grant alter system to session_user with normalize true , json_query option
grant empty to right with granted true granted by tablesample
grant alter system to current_user with rollback false granted by enforced
grant select to current_user with true option
grant references to following with empty true granted by current_role
grant bigint to current_role with absent false granted by preserve
grant create to current_user granted by current_role
grant create to session_user
alter default privileges for user freeze grant all privileges on tables to session_user
alter default privileges in schema json_query for role current_user grant create on types to current_user with grant option
alter default privileges revoke select on tables from current_role restrict
alter default privileges in schema character , integer revoke all on types from group session_user cascade
alter default privileges for role current_user grant all privileges on schemas to session_user with grant option
alter default privileges for user join revoke all privileges on types from empty
alter default privileges grant all on schemas to group current_role with grant option
alter default privileges revoke all privileges on tables from current_user cascade
alter default privileges revoke grant option for all on types from session_user restrict
alter default privileges grant references on tables to group current_role
alter default privileges grant all privileges on functions to group current_role
alter default privileges grant all privileges on routines to group session_user
alter default privileges grant all privileges on sequences to group current_user
alter default privileges grant all privileges on types to group session_user with grant option
alter default privileges grant select on schemas to session_user with grant option
alter default privileges grant alter system on large objects to session_user
create index concurrently copy on only ref ( localtime ) where + default
create index if not exists xmlnamespaces on abort ( coalesce desc ) nulls distinct tablespace stored
create unique index keep on only detach using row ( format ) nulls not distinct
create index concurrently b on json_arrayagg using name ( partition desc ) nulls distinct tablespace option where default
create unique index concurrently t on json_value using omit ( first ) nulls distinct tablespace path
create index on only xmlroot ( xmlforest asc )
create unique index keep on absent ( ( default is normalized is true ) collate json_exists desc nulls last ) nulls distinct
create index on real ( source , ( default ) asc ) tablespace access
create index concurrently dec on only json_value ( path collate json_table format nulls last ) nulls distinct where default
create unique index virtual on json using xmlexists ( mode collate read volatile . false ( inout ) desc ) nulls not distinct
create unique index concurrently on only csv using preceding ( json_objectagg collate returns exists asc nulls first ) nulls distinct tablespace matched where default
create index quotes on json_table using depth ( json_arrayagg ( default ) desc nulls last ) nulls not distinct tablespace stored
create unique index scalar on only session using xmlpi ( ( default is unknown is false ) boolean asc nulls first ) nulls not distinct where default
create unique index on xmlelement using asensitive ( keep asc ) include ( filter asc ) nulls not distinct tablespace extract
create index concurrently xmlexists on only absolute ( current_user desc ) nulls not distinct tablespace sql where default
create index on only indexes ( current_time ) include ( substring ( ) desc nulls last ) nulls distinct tablespace load
create index concurrently on empty * ( t asc ) include ( session_user desc , ( not default ) nulls last ) nulls not distinct tablespace xmlparse where default
create unique index concurrently on only filter using enable ( character collate json_arrayagg least ) tablespace json_serialize where default
create index concurrently target on assertion ( grouping discard ) tablespace a
table boolean order by not default is false asc nulls first
table day order by default is unknown is null desc nulls first
table procedures order by not default is normalized
table national order by default ilike default nulls first
table normalize order by default is not unknown asc nulls last
table materialized order by default isnull asc
create or replace function is ( interval year array ) returns setof json [ ] volatile
create or replace procedure concurrently ( ) language overriding begin atomic ; end
create or replace language string
create trusted language chain
drop function plan ( json ) restrict
drop function natural ( )
drop function absent ( binary inout setof cross . xmlnamespaces % type )
drop function inner ( setof smallint , double precision [ ] )
drop function json_objectagg
drop function similar , comments ( ) restrict
drop function inout restrict
create function path ( setof timestamp ) volatile begin atomic end
create function similar ( ) begin atomic end
create or replace function like ( error partial . statement % type ) window begin atomic end
create or replace function forward ( timestamp array , interval month = default > default ) return default
create or replace function scalar ( out immediate verbose . leading % type )
create function a ( strict in out setof statement . json_scalar % type ) window begin atomic end
create or replace function merge ( isnull setof work . to % type ) return default
create function excluding ( variadic current_schema . unique % type ) window
create or replace function path ( setof returns . real . keep % type ) return default
create or replace function mapping ( in interval day array )
create function atomic ( out setof time [ ] )
create function revoke ( inout setof time [ ] )
create function absent ( in out setof timestamp array ) begin atomic end
create or replace function domain ( variadic setof timestamp [ ] ) return default
create or replace function index ( ) returns setof next . values . scalar % type begin atomic end
create function enforced ( ) returns setof json window begin atomic end
create function right ( ) returns similar . virtual % type window begin atomic end
create function vacuum ( variadic setof tablesample . year % type )
create or replace function copy ( out isnull setof json array default default * default not in ( default ) ) window return default
create or replace function source ( time = default * default is not distinct from default ) stable begin atomic end
drop aggregate commit ( in interval hour ) cascade
drop aggregate execute ( * ) cascade
drop aggregate natural ( order by interval array )
drop aggregate like ( setof interval minute , setof json ) cascade
drop aggregate rollback ( setof numeric array )
drop aggregate target ( * ) , conditional ( * )
create function format ( ) window begin atomic ; end
create function full ( ) begin atomic ; end
create function right ( ) as 's' , 's'
create function index ( ) language 's' language 's' return json_exists
alter function like called on null input
alter function json_table returns null on null input
alter function path strict restrict
alter function right immutable
alter function alter stable restrict
alter function right volatile
alter function notnull external security definer
alter function natural external security invoker restrict
alter function error security definer restrict
alter function isnull security invoker restrict
alter function like leakproof
alter function nchar not leakproof
alter function definer cost - 1.5 restrict
alter function mode rows - 1.5
alter function collation support int restrict
alter function verbose reset transaction isolation level
alter function session parallel quotes
create or replace function notnull ( ) as 's' , 's' begin atomic ; end
create function large ( ) language left begin atomic end
create or replace function natural ( ) language 's' return default isnull
create function authorization ( ) transform for type time
create or replace function checkpoint ( ) window return - default
create or replace function ilike ( ) security invoker return not default
create function depth ( ) as 's'
create or replace function authorization ( ) as 's' , 's'
create or replace function ilike ( ) return default + default isnull
create function transaction ( ) return + default not similar to default is null
create or replace function virtual ( ) begin atomic return default ; end
create or replace function reassign ( ) window
create function database ( ) begin atomic return default is normalized ; end
create function uescape ( ) immutable begin atomic end
create or replace function is ( ) begin atomic alter database value refresh collation version ; end
create function day ( ) transform for type setof json array [ 2 ] return session_user
create function concurrently ( ) transform for type setof timestamp , for type setof interval minute array [ 1 ]
create publication admin with ( localtime )
create publication nullif
create function t ( ) returns table ( binary left . commit % type )
create function indent ( ) returns table ( format setof plan . virtual % type ) leakproof begin atomic end
create function immediate ( ) returns table ( logged setof json , overlaps setof interval year array )
alter function collation not leakproof security invoker leakproof
alter routine conditional ( ) security definer strict security definer restrict
alter function json_serialize security invoker
alter function current_schema rows - 1.5 security definer restrict
alter function join not leakproof restrict
alter function similar volatile security invoker
drop function if exists outer , label restrict
drop procedure merge_action , notnull
drop procedure if exists nested , full restrict
drop routine nested
drop routine if exists verbose , quotes cascade
drop aggregate natural ( * )
drop operator || ( json array , json array ) restrict
drop operator ~ ( none , setof like [ ] ) restrict
drop operator ~ ( setof interval hour array , none ) restrict
create operator * ( isnull )
create operator objects . snapshot . > ( timestamp )
drop operator || ( setof json , none )
drop operator national . * ( setof timestamp array , none ) cascade
do 's' language 's' 's'
do language json_query
create cast ( boolean array [ 10 ] as setof interval hour array [ 1 ] ) with function temporary ( )
create cast ( character varying [ ] as cluster array [ 1 ] ) without function
create cast ( setof interval second [ 2 ] as setof integer array [ 2 ] ) with inout
create cast ( timestamp as setof json ) without function as implicit
create cast ( setof json array as setof timestamp array ) without function as assignment
create cast ( interval day array as setof dec array ) without function
drop cast if exists ( setof interval month [ ] as character varying ) cascade
drop transform if exists for setof time array language exclude restrict
drop transform for time array language if restrict
create or replace transform for setof sequence array [ 2 ] language savepoint ( from sql with function xmlpi )
create transform for real array language json_object ( to sql with function tablesample , from sql with function authorization )
create or replace transform for dec array language mode ( from sql with function left ( ) )
drop transform for setof char array language normalized
reindex ( format ) index concurrently listen
reindex ( analyze ) schema concurrently json_table
reindex ( enforced ) system timestamp
reindex index concurrently bigint
reindex table extract
reindex ( current_schema 1.5 ) system
alter tablespace json_serialize set ( substring )
alter tablespace xmlparse reset ( char )
alter aggregate notnull ( * ) rename to rename
alter collation xmlattributes rename to path
alter conversion interval . range rename to period
alter database prepared rename to setof
alter domain external rename to conditional
alter domain extract rename constraint position to large
alter foreign data wrapper xmlparse rename to empty
alter function columns ( ) rename to overlay
alter procedural language dec rename to json_arrayagg
alter operator class period . substring using json_arrayagg rename to float
alter operator family merge_action using indent rename to xmltable
alter policy unlisten on json_object rename to json_value
alter policy if exists enable on row rename to discard
alter publication overlay rename to json_objectagg
alter schema national rename to stdout
alter server keep rename to period
alter subscription out rename to json_query
alter table only json_objectagg rename to normalized
alter table if exists a rename to cycle
alter view if exists substring rename to out
alter index xmlpi rename to varchar
alter foreign table xmlserialize rename to conversion
alter foreign table if exists json_table * rename to double
alter table character rename column treat to position
alter table if exists objects * rename keep to logged
alter view ref rename column plan to owned
alter materialized view real rename column nfkc to b
alter materialized view if exists json_objectagg rename substring to string
alter table procedures rename constraint nested to nullif
alter table if exists only grouping rename constraint continue to format
alter foreign table greatest rename template to overlay
alter foreign table if exists absent * rename t to json_array
alter rule stable on nchar rename to plan
alter event trigger position rename to drop
alter user enforced rename to external
alter tablespace xmltable rename to json_query
alter statistics merge_action rename to setof
alter text search parser merge_action rename to absent
alter text search dictionary row rename to json
alter text search template replace . window rename to quotes
alter text search configuration types . options rename to json_exists
alter type transform rename to nowait
alter type definer . binary rename attribute instead to numeric cascade
alter view import rename column delimiters to a
alter view indent rename source to varchar
alter index coalesce alter string set data type time using default
alter index varying alter xmlattributes type setof dec array collate a using default
alter procedure source depends on extension b
alter routine label ( ) depends on extension including
alter trigger enforced on dec depends on extension b
alter function server no depends on extension breadth
alter function collation depends on extension coalesce
alter aggregate following ( * ) set schema virtual
alter collation plan set schema virtual
alter conversion overlay set schema json_arrayagg
alter domain unconditional set schema committed
alter extension nullif set schema xmlconcat
alter operator class smallint . xmlroot using header set schema isolation
alter operator family json_array using b set schema char
alter procedure concurrently set schema database
alter table only document set schema json_scalar
alter table if exists only greatest set schema setof
alter statistics document . deallocate set schema precision
alter text search parser json_table . similar set schema json_value
alter text search dictionary bigint set schema json_exists
alter text search template decimal set schema out
alter text search configuration time set schema sysid
alter sequence greatest set schema json
alter sequence if exists string set schema asensitive
alter view stable set schema json_serialize
alter view if exists chain set schema database
alter materialized view if exists year set schema hold
alter foreign table source set schema position
alter foreign table if exists enable set schema enforced
alter type groups . join set schema routine
alter type float set ( left = none )
alter type indent set ( binary = none , current_schema = current_date )
alter type merge_action set ( right = none )
alter type wrapper set ( overlaps = ~ )
alter type char set ( notnull )
alter type attach set ( current_user = inner . json_scalar % type )
alter type scroll set ( authorization = distinct )
alter type between set ( inner = operator ( json_objectagg . ^ ) )
alter type objects set ( notnull = - 1.5 )
alter type normalize set ( json_serialize = 's' )
alter type merge_action set ( like = none )
alter aggregate similar ( * ) owner to json_object
alter collation json_value owner to current_user
alter conversion comment . as owner to outer
alter database unlogged owner to current_role
alter domain indent owner to session_user
alter language xmlroot owner to current_role
alter operator class committed using out owner to session_user
alter operator family enforced . inout using omit owner to current_user
alter procedure dictionary ( ) owner to plan
alter schema b owner to current_user
alter type period . trailing owner to current_user
alter tablespace views owner to session_user
alter statistics options . not owner to current_user
alter text search dictionary string owner to current_role
alter text search configuration xmlnamespaces . row owner to bit
alter foreign data wrapper keys owner to session_user
alter server decimal owner to session_user
alter event trigger smallint owner to current_user
alter publication treat owner to current_user
alter subscription trigger owner to current_user
create publication substring
create publication inherits for all tables with ( collation )
alter publication import add table unconditional where ( default - default )
alter publication indent add tables in schema empty
alter publication inout add tables in schema current_schema
alter publication json_arrayagg set ( rollup )
create subscription comments connection 's' publication abort
alter subscription object set ( explain )
alter subscription json_serialize connection 's'
alter subscription a refresh publication with ( inner )
alter subscription cascade add publication error with ( xmltable )
alter subscription none drop publication configuration with ( similar )
alter subscription by set publication bigint with ( timestamp )
alter subscription json_value enable
alter subscription national disable
alter subscription decimal skip ( objects )
drop subscription json_objectagg restrict
drop subscription if exists attribute
create or replace rule finalize as on select to unconditional do instead nothing
create or replace rule password as on update to xmltable where default do also notify quotes
create or replace rule omit as on update to skip do ( ; notify json )
create rule boolean as on select to cycle where default do ( ; ; )
create or replace rule json as on delete to double do ( notify temporary , 's' )
create rule xmlconcat as on update to t where default do also values ( default , default notnull )
create or replace rule declare as on delete to cascaded where default do also insert into target as objects default values
create or replace rule target as on delete to type where default do instead update minute as a set within = + default where not default returning default
create rule json_array as on select to double do also delete from b json_arrayagg using mapping where default
create or replace rule publication as on select to xmlexists where default do notify numeric
create rule objects as on update to char do ( ( table routines ) )
create rule target as on delete to none do instead ( )
create or replace rule path as on select to out do also ( )
create or replace rule json_arrayagg as on update to json_serialize do nothing
create or replace rule match as on delete to quotes do instead notify reassign
create or replace rule unconditional as on insert to national where default do also notify plans
create rule xmlexists as on update to real do instead notify json_table
create rule nested as on select to xmlparse where default do also notify plan
create rule scalar as on select to json_query where default do notify configuration
notify xmlelement , 's'
notify share
unlisten boolean
abort work and no chain
start transaction read only
commit work and no chain
rollback work and no chain
savepoint json_exists
release savepoint statistics
release start
rollback transaction to savepoint keys
rollback work to xmlforest
abort and no chain
set transaction read write , read write
set transaction read write read write deferrable not deferrable
start transaction not deferrable read write , isolation level read committed
abort transaction and chain
create temporary view reassign with ( default ) as table national with cascaded check option
create or replace temporary view document ( drop ) as ( table xmlforest ) with local check option
create temp view depends as table local with check option
create temporary view keys as table path with cascaded check option
create global temporary view valid as table precision
create database compression with
alter database varchar
alter database privileges template = + 1.5
alter database json_object encoding = true
alter database boolean owner default
alter database interval connection limit default
alter database truncate encoding = default
alter database strict location default
alter database parallel owner default
alter database scalar tablespace = default
alter database include template default
alter database json_array owner = default
alter database indent tablespace default
alter database national with
alter database immediate
alter database empty set tablespace quotes
alter database format refresh collation version
alter database json_exists set role $1
drop database none
drop database if exists sets
drop database json_arrayagg with ( force )
drop database if exists indent with ( force , force )
drop database json_table with ( force )
drop database least with ( force , force )
drop database position ( force )
alter collation row . select refresh version
alter system set explain to default
create domain smallint setof interval day array [ 2 ] collate enable
alter domain timestamp . ilike drop default
alter domain extract drop not null
alter domain xmlforest . json_query set not null
alter domain prepare add constraint xmlexists not null
alter domain virtual . xmlattributes drop constraint keep cascade
alter domain varying . false drop constraint if exists show cascade
alter domain keys validate constraint index
create domain char as timestamp array
create domain scalar timestamp null
alter text search dictionary enforced ( row )
alter text search configuration quotes . limit add mapping for varchar with document , dictionary
alter text search configuration virtual . desc alter mapping replace unlogged . xmlexists with passing
alter text search configuration json_table alter mapping for none replace views with nullif
alter text search configuration json_object . is drop mapping for json_query , name
alter text search configuration grouping . plan drop mapping if exists for cursor , json_object
alter text search configuration merge_action alter mapping replace json_objectagg with unconditional
alter text search configuration xmlforest alter mapping replace format with cascaded
create default conversion source for 's' to 's' from json_scalar . left
cluster ( format , format 1.5 ) json_arrayagg
cluster ( target , analyze on )
cluster period on nothing
cluster delete using bit
cluster domain
vacuum ( analyse true )
analyse cascade
analyse ( analyse , large on )
cluster ( authorization - 1.5 , analyse + 1.5 )
cluster ( absent true )
cluster ( string + 1.5 )
cluster ( analyze - 2 )
cluster ( analyze true )
cluster ( format + 10 )
vacuum analyze
vacuum verbose
vacuum freeze verbose
analyse only event ( format , refresh )
analyze trigger
analyse trigger ( between )
analyse label * ( xmlserialize )
analyze verbose character , only source
analyse only virtual
explain refresh materialized view concurrently int
explain analyze table location
explain ( format , analyse ) table privileges
explain ( table xmlparse )
explain insert into format default values on conflict do nothing returning *
explain update ordinality set conditional = default notnull from character where default is false returning *
explain delete from empty trim where current of catalog returning default
explain merge into period as ref using lateral current_time on default is true <> default is null when not matched and default then do nothing returning default
explain declare float insensitive insensitive cursor with hold for table session
explain create global temporary table target using numeric without oids on commit preserve rows as ( table between ) with no data
explain create unlogged materialized view expression using json_table tablespace target as ( table parser ) with data
explain execute empty ( default )
prepare routines ( json ) as table indent
prepare extract ( setof json array ) as table unconditional
prepare reassign as table normalize
prepare nullif as insert into work as json_objectagg default values
prepare xmlnamespaces as update json_scalar json set a = not default returning *
prepare copy as delete from setof
execute restart ( default )
create global temporary table conditional using scalar on commit drop tablespace explain as execute catalog ( default )
create local temp table if not exists character using absent on commit delete rows tablespace normalize as execute nested with no data
execute absent ( default , default - default )
execute indent
deallocate json_table
deallocate prepare unconditional
insert into generated as each default values on conflict do nothing
insert into json_arrayagg default values on conflict do nothing returning *
insert into view table json_scalar on conflict do nothing
insert into nullif overriding system value table version
insert into error ( period . * ) ( table including ) on conflict do nothing returning *
insert into string ( out . * ) overriding user value ( table json_object ) on conflict do nothing returning default
insert into server default values returning default
insert into enforced overriding user value table t returning default
insert into between overriding system value table json_query on conflict do nothing
insert into preserve ( nulls . * ) table extract returning *
insert into xmlexists ( delete . * , json_table . * ) table json_object
insert into enforced default values on conflict on constraint b do update set keep = - default
insert into substring default values on conflict on constraint scalar do nothing returning default
insert into second default values
insert into instead default values on conflict ( session_user desc ) do nothing returning default
insert into xmlforest default values on conflict on constraint second do nothing returning default
insert into source default values on conflict do nothing
delete from standalone returning with ( new as bigint ) default , default
delete from xmlnamespaces
delete from return where default returning with ( new as virtual ) current_time
delete from temp where default returning not default
delete from json_value returning with ( old as varchar ) + default
delete from json_scalar where default returning with ( new as values , new as json_arrayagg ) *
delete from reindex returning with ( new as restrict ) *
delete from interval where default returning with ( old as implicit ) not default cascade
delete from revoke where default returning with ( new as target ) default notnull
delete from only text as json_scalar using time where current of treat returning *
delete from statistics using lock where default returning default
delete from called where default returning default
lock table only preceding
lock key in exclusive mode nowait
lock inout
lock keys in access share mode
lock password in row share mode
lock table json_serialize in row exclusive mode
lock table xmlnamespaces in share update exclusive mode
lock bit in share mode
lock table bigint in share row exclusive mode
lock dictionary in exclusive mode nowait
lock keep in access exclusive mode nowait
lock table string in share mode nowait
lock quotes
table leakproof for no key update nowait limit all
table xmlforest for update of location skip locked limit all
table empty for no key update
update error as float set instead = default isnull from b where current of day returning *
update bit set error = not default similar to - default where default
update conditional set empty = default , nullif = default notnull returning default
update smallint set ( json , json_objectagg ) = default < default is unknown where default returning *
update storage set character = default ilike default where default
update between set ( json_object ) = default is not true
update unlogged set ( xmlserialize , locked , set . * ) = not default returning *
merge into including * as json_value using ( table real ) json_scalar on default is not false when matched and default then do nothing
merge into nfkc using user on default is unknown when not matched by target and default is null then do nothing returning *
merge into substring using current_time on default is not false when matched then delete when not matched by source then do nothing
merge into format using system_user on default is null when matched then update set json_array = default
merge into json_table using current_user on default is true when not matched by source and default <= default then delete returning *
merge into program using least on default <> default when not matched by target then insert values ( default )
merge into period using implicit on default isnull when matched and default is normalized then do nothing
merge into procedures using current_role on default is false when not matched and default at local then do nothing returning *
merge into period using current_schema on default % default when not matched by source and default then delete
merge into inout using system_user on default is true when not matched then do nothing
merge into xmlattributes using keys on default is not true when not matched by target then do nothing returning default
merge into values using localtimestamp on default % default when matched and default is not unknown is nfkc normalized then delete returning default
merge into year using current_role on default is unknown when matched then delete returning *
merge into nchar using current_user on default is not null when matched then update set keep = default is true
merge into objects using session_user on default <> default when not matched by source and default then delete returning *
merge into conditional using path on default + default when not matched then insert values ( default )
merge into source using stdout on + default when not matched by target then insert overriding user value values ( default )
merge into json using json_serialize on default = default when not matched and default then insert ( prepare . * ) values ( default )
merge into json_object using quotes on default < default when not matched by target and default then insert ( refresh ) overriding user value values ( default ) returning default
merge into xmlattributes using inout on default > default when not matched by target and default then insert default values
merge into indent using current_schema on default % default when not matched and default then insert values ( ~ - default )
declare scalar cursor with hold for table merge_action
close whitespace
declare position cursor for table index
declare json_exists asensitive binary no scroll cursor with hold for table smallint
declare string scroll cursor without hold for table interval
declare quotes asensitive binary asensitive binary cursor for table integer
declare json_objectagg asensitive cursor for table enforced
declare statistics no scroll insensitive cursor for table extract
declare xmlattributes scroll no scroll cursor for table routines
declare program asensitive cursor with hold for table minute
declare json_objectagg insensitive insensitive cursor without hold for table json_exists
select all where default group by distinct default having + default
( table nchar )
( table template )
( ( table position ) )
values ( not + default )
( table dec ) order by default
table nchar for read only offset default
( table json_serialize ) limit default offset default for read only
with recursive family as ( table document ) ( table rollback )
with json as ( table uncommitted ) ( table year ) order by default
with recursive xmltable as ( table b ) ( table omit ) order by default asc for read only offset default
with varchar as ( table bigint ) table nested order by default limit all offset default for read only
select all group by all default for read only offset default
( table varchar ) for read only
select distinct on ( default ) * , * into unlogged path from absent group by default having default is true
values ( default , default notnull )
table indent
table extract union all ( table indent )
table before intersect table target
table interval except all ( table delete )
with load as ( table import ) table json_serialize
with nullif as not materialized ( table inout ) table nfc
with recursive target as ( table sequence ) table json_object
with owned as not materialized ( table json_query ) table json_object
with numeric as ( table period ) , source as not materialized ( table update ) table xmlforest
with sets ( keys ) as materialized ( table nchar ) search breadth first by cost set storage cycle scalar set trim using merge_action table coalesce
with t as materialized ( table instead ) table trim
with global as not materialized ( table exclude ) table increment
with temp as ( table conditional ) table including
with local as not materialized ( table format ) search depth first by objects , setof set xmlparse table json_objectagg
with period as materialized ( table merge_action ) search breadth first by json_value set none table trim
with real as ( table vacuum ) table xmlattributes
with quotes as ( table treat ) cycle reset , normalize set text to interval ( 2 ) 's' default outer $1 using strict table match
with uescape as materialized ( table quotes ) cycle xmltable set xmlnamespaces using trim table xmlforest
with row as materialized ( table decimal ) table a
with recursive nchar as ( table omit ) delete from json where default returning *
delete from json_scalar returning default
select all into temp table json_array having default
select all * into local temp b where default having default
select all into global temporary table characteristics where default
select all * into global temp table objects
select all into table json_objectagg where default having default
select all default into json . plan
lock table position in exclusive mode nowait
lock xmlpi in share mode
table cursor union all table xmlnamespaces
table views union distinct table xmlexists
table schemas union table enforced
select distinct default into table t where default having default
select distinct on ( default is unknown is true ) default having default
select all into table continue where default
select default
call error ( default order by default notnull nulls last )
table new order by default isnull asc nulls first
table period order by not default is true using ~ nulls first
table unconditional order by default at local nulls first , default < default desc nulls last
table greatest order by default is not null is true using || nulls last
table enforced limit - default
table timestamp offset not default at local
table greatest for read only fetch next $1 rows only offset default
table json_array for read only
table temp limit default is true
table also fetch first - 1.5 rows only for read only
table b fetch first rows only for read only
table grouping offset + current_role
table scalar offset + 1.5 rows for read only
table boolean limit not default is true is not null
table json_arrayagg limit all
table show offset default for read only
table quote offset array [ default ] rows
table absent offset + 1.5 rows for read only
table call offset - 1.5 rows
table json_object offset + 2 rows for read only
table xmlroot offset + 1.5 row for read only
table xmlattributes fetch next row only for read only
table json_query fetch next rows only
table position fetch first rows only
table materialized fetch next rows only
select all * group by all ( ) , ( ) having default
select having default
select into json group by all ( ) having default
select * where default group by all default , ( ) , not default ilike + default
select all default group by all default is true is nfkd normalized between $1 + continue and 1.5 < default is document having default
select * into table if group by ( )
select all into conditional where default group by distinct cube ( default , default is unknown )
select all * into stdin where default group by all rollup ( not default is false )
select all into table target where default group by distinct grouping sets ( + default ) having default
select all * group by distinct ( )
select all * group by distinct rollup ( default , default <= default )
select group by all cube ( not default / + default )
select default group by grouping sets ( default , default ) having default
select all default where default having default is not false between symmetric $1 and default - default
table path for update nowait
table a for read only
table source offset default for key share nowait
table smallint offset default
table xmlpi for update skip locked limit all
table int for share nowait for update of int nowait
table parser for key share of absent skip locked limit default
table char for update nowait
table xmlserialize for no key update skip locked offset default
table next for share nowait
table plan for key share of json_value limit default
table json_arrayagg for update of lock , enum offset default
table discard for key share
values ( default , default and default )
values ( default ) , ( default , default is not unknown )
select all * from localtime having default
select * into table recursive where default having default
create statistics truncate on virtual from ( table json_arrayagg )
create statistics header on json_query from out , user
create statistics scalar on current_date from values *
create statistics absent on current_schema from only json_array as plan tablesample each ( default )
create statistics json_serialize on localtime from system_user with ordinality keep
create statistics absent on ties from lateral rows from ( current_catalog ) values
create statistics on current_timestamp from xmltable ( row ( ) passing $1 columns char for ordinality ) as year
create statistics on cost from lateral xmltable ( new passing current_date columns boolean for ordinality ) keep
create statistics strict on current_schema from ( table json_arrayagg )
create statistics on valid from lateral ( table at ) committed
create statistics json_value on json_arrayagg from xmlparse quotes natural join quotes indent
create statistics b on merge_action from ( position natural join current_timestamp ) as nfc ( ties )
create statistics on national from ( passing natural join current_date )
create statistics on exists from ( table t ) as omit cross join lateral localtimestamp with ordinality as grouping
create statistics on materialized from lateral current_schema with ordinality as nullif full outer join only scalar using ( keys )
create statistics stdout on current_catalog from ( table text ) join ( table xmlforest ) exists using ( national ) as xmlattributes
create statistics on session_user from ( table hold ) natural left join ( table nchar ) xmlnamespaces
create statistics keys on localtimestamp from ( table json ) natural join localtime
create statistics insert on xmlconcat from only support as isolation ( continue )
create statistics rule on session_user from numeric * as json_serialize
create statistics t on rename from plan format ( target )
create statistics on json_exists from plan virtual
create statistics on temporary from defaults characteristics ( absolute , dec )
create statistics enable on user from only until
create statistics on empty from localtime join current_role using ( type ) as json_exists
create statistics on localtimestamp from current_time join quotes using ( precision )
create statistics string on least from current_catalog as varchar ( enforced , json_object )
create statistics on enforced from current_timestamp as ( vacuum setof timestamp array collate strip )
create statistics path on current_role from current_timestamp as json_object ( minute interval array collate nowait )
create statistics json_objectagg on current_catalog from localtimestamp with ordinality sequence ( national time collate none )
create statistics extract on current_date from current_time with ordinality
create statistics on current_role from current_date natural full join current_time
create statistics json on json_arrayagg from normalized natural left outer join overlay
create statistics on unbounded from current_time natural right join current_schema
create statistics call on json_value from overlay natural inner join current_timestamp
create statistics uncommitted on overlay from system_user natural full outer join groups
create statistics on current_timestamp from user natural full join encoding
create statistics zone on localtime from a join current_date using ( quotes )
create statistics json on valid from unconditional join current_role on localtimestamp > default is not normalized
lock name nowait
lock table xmlconcat , indent nowait
delete from normalized where default returning default
delete from dec * grouping returning default
delete from only conditional as merge_action
create statistics on plan from sql * tablesample keys ( default ) repeatable ( default is normalized is not true )
create statistics on session_user from only keep tablesample assertion ( default )
create statistics on volatile from json_arrayagg ( default null on null ) json_scalar
create statistics on session_user from rows from ( user ) with ordinality
create statistics nested on current_timestamp from rows from ( json_arrayagg ( default absent on null ) )
create statistics compression on strip from rows from ( share ( ) ) with ordinality
create statistics a on current_schema from rows from ( localtime , current_timestamp ) with ordinality
create statistics on current_user from rows from ( localtimestamp as ( json_serialize setof interval minute ) )
create statistics on session_user from rows from ( json_array ( ) ) as string
create statistics cluster on current_catalog from system_user with ordinality
create statistics on real from json_object ( )
select all where default is not unknown is false having default
select all *
delete from json_arrayagg where default like default + default is unknown returning default
delete from indent where current of groups
delete from passing
create type extract as ( keys setof interval hour array )
create type objects as ( )
create type json_objectagg as ( password setof bit varying array [ 1 ] )
create type t as ( absent setof timestamp collate unconditional , virtual setof interval year )
alter type a add attribute name setof bit varying array [ 2 ] collate json_value cascade
create statistics comments on json_scalar from xmltable ( row ( ) passing b'1' columns position for ordinality ) json_query
create statistics on xmlnamespaces from xmltable ( xmlnamespaces ( default $1 ) , ( table grouping ) passing nulls by ref columns conditional for ordinality )
create statistics on keys from xmltable ( $1 passing x'1' columns xmlnamespaces setof json array not null )
create statistics json_objectagg on substring from xmltable ( row ( ) passing $1 columns char for ordinality , indent interval year array null )
create statistics on current_timestamp from xmltable ( $1 passing $1 columns global setof char varying array [ 1 ] ) char
create statistics conditional on json_object from xmltable ( $1 passing user columns stdin setof integer [ 2 ] null ) as json_array
create statistics document on period from xmltable ( array [ ] passing current_role columns smallint for ordinality ) as plan
create statistics on current_date from xmltable ( row ( ) passing 's' columns conditional real array null ) as boolean
create statistics on policy from xmltable ( current_schema passing $1 columns enforced setof interval month array default current_catalog >= + false )
create statistics on inout from xmltable ( row ( ) passing current_schema columns strict interval day not null ) as merge_action
create statistics national on xmlforest from xmltable ( ( default ) passing xmlforest columns csv smallint array null ) t
create statistics timestamp on called from xmltable ( header passing merge_action columns xmlnamespaces time array path merge_action ( ) )
create statistics year on between from xmltable ( xmlnamespaces ( false ^ deferred as float ) , 's' passing xmlforest columns skip for ordinality ) virtual
create statistics nested on char from xmltable ( xmlnamespaces ( default $1 , + json as both ) , ( default ) passing $1 columns indexes for ordinality )
create statistics on row from xmltable ( xmlnamespaces ( current_schema <= $1 as discard ) , row passing $1 columns range for ordinality )
create statistics merge on user from xmltable ( xmlnamespaces ( default + false || $1 ) , current_time passing conditional columns b for ordinality )
drop type bit [ ] restrict
drop type setof json [ ] restrict
drop type bit varying array [ 2 ]
drop type setof national char array [ 10 ] cascade
drop type json array cascade
drop type setof bit array
drop type interval day to hour [ ] [ ] [ ] restrict
drop type json [ 10 ] cascade
drop type boolean [ ] restrict
drop type bit varying cascade
drop type varchar ( 1 ) [ ] [ 1 ] restrict
drop type time ( 1 ) without time zone cascade
drop type interval year cascade
drop type interval ( 10 ) restrict
drop type json [ ] [ 2 ] cascade
drop type error [ ] [ ]
drop type double . target [ ] [ 1 ] cascade
drop type decimal ( default at local < default is true ) [ 1 ]
drop type decimal [ ]
drop type int [ ] cascade
drop type integer
drop type smallint [ ] [ ] cascade
drop type bigint cascade
drop type real [ ] [ 1 ]
drop type float ( 1 ) cascade
drop type double precision [ 10 ] restrict
drop type decimal ( default ) [ ]
drop type dec ( default ) [ ] cascade
drop type numeric [ ] cascade
drop type boolean [ 10 ] cascade
drop type float ( 1 )
drop type float [ ] cascade
drop type bit varying ( default notnull is null )
drop type bit [ ] [ ]
drop type bit varying ( false ) [ ] [ 10 ] cascade
drop type bit [ 1 ] restrict
drop type national character ( 2 ) [ ] [ 10 ] cascade
drop type national char varying [ ] [ ] restrict
drop type varchar ( 2 ) [ ] restrict
drop type national char [ ] [ 10 ] cascade
drop type character varying
drop type char [ ] [ 10 ] cascade
drop type nchar
drop type bit varying [ 2 ]
drop type timestamp ( 10 ) with time zone [ 10 ] restrict
drop type timestamp without time zone [ 1 ] cascade
drop type time ( 10 ) with time zone cascade
drop type time without time zone cascade
drop type timestamp with time zone [ ]
drop type timestamp without time zone cascade
drop type timestamp [ ] [ ]
drop type interval year [ ] [ ] restrict
drop type interval month [ ] [ 10 ]
drop type interval day restrict
drop type interval hour [ ] restrict
drop type interval minute [ 1 ]
drop type interval second ( 2 )
drop type interval year to month [ ] [ 2 ]
drop type interval day to minute restrict
drop type interval day to second [ 1 ] restrict
drop type interval hour to minute [ ] restrict
drop type interval hour to second ( 2 ) [ 2 ]
drop type interval minute to second [ ] restrict
drop type interval [ ]
drop type interval second ( 1 ) [ ] restrict
drop type json [ ] [ 2 ] restrict
call isnull ( default , default order by default asc )
call empty ( variadic inner => default is document order by default )
call is ( all not - default )
create statistics omit on system_user from current_timestamp
create statistics setof on json_arrayagg ( default is unknown order by default asc ) from national
select all default into table char where default window nested as ( )
select default where default
select where default window plan as ( rule )
select where default window connection as ( ) , scalar as ( )
select window nullif as ( uescape )
select all default where default window timestamp as ( rows default preceding exclude group )
select all * into json window json_exists as ( quotes partition by default )
select all into absent window dec as ( partition by default )
select all having default window json_array as ( absent partition by || $1 )
select having default window period as ( )
select all into table nullif where default having default window json_query as ( decimal range between unbounded preceding and default preceding exclude group )
select all window xmlforest as ( varchar rows between unbounded preceding and current row )
select into between window format as ( explain partition by default groups between current row and default following exclude group )
select all * into merge_action having default window atomic as ( )
select all * where default window sql as ( format partition by default range unbounded preceding exclude no others )
select * where default window xmlforest as ( json_exists partition by default range unbounded preceding exclude group )
select all default having default window source as ( range current row exclude group )
select * where default window t as ( range default % default is not json with unique keys preceding exclude ties )
select * window keys as ( nulls partition by default range default preceding exclude group )
select all * window keep as ( range default preceding exclude ties )
select window uncommitted as ( keep partition by default range default preceding )
create operator ~ ( xmlelement )
create operator > ( locked )
create operator + ( quotes )
create operator - ( old )
create operator * ( merge )
create operator / ( overlaps )
create operator % ( keys )
create operator ^ ( cross )
create operator < ( collation )
create operator > ( objects )
create operator = ( authorization )
create operator <= ( least )
create operator >= ( freeze )
create operator <> ( constraint )
alter type objects set ( trim = = )
alter type cycle set ( json_table = operator ( < ) )
execute json_value ( default is normalized notnull is not normalized )
execute until ( $1 , default ^ default not like default ^ default escape not default )
call mapping ( cross => default is unknown at local )
call b ( variadic xmlpi at time zone default at local collate none . current_schema )
call outer ( variadic format := default = default is json value with unique )
call omit ( variadic indent => - default is not normalized )
prepare dec ( json [ ] , varchar array [ 1 ] ) as table volatile
cluster label . between
select default empty
select all into table nchar where default having default
select distinct ~ default is not distinct from default at local as setof into boolean where default having default
select distinct default notnull , default % default json_scalar into level where default
select distinct - default isnull json_array where default
select distinct || default is not unknown similar to x'1' notnull into json_object having default
select distinct * into nfd having default
set constraints indent deferred
cluster owner
drop access method version cascade
drop foreign data wrapper json_serialize , backward
deallocate absent
create type source . a
call nested ( )
fetch 1 always
fetch 1 varchar
fetch + 2 rollback
fetch - 10 out
alter role merge_action with password $1
alter role current_role password $1
alter role current_user password $1
alter role session_user inherit
drop role current_role
drop role session_user , notnull , current_role
call assignment ( )
call current_schema ( )
do language uescape
do language json
do language left
create type xmlroot . period
create type xmlconcat . system
create type keep . json_table
create type decimal . inner
create type integer . except
select distinct + default + $1 string into least having default
select distinct || default is false string where default having default
drop function authorization restrict
drop function binary cascade
drop function collation cascade
drop function cross cascade
drop function current_schema restrict
drop function freeze restrict
drop function ilike
drop function is
drop function isnull
drop function join restrict
drop function left
drop function like restrict
drop function natural
drop function notnull restrict
drop function outer
drop function overlaps
drop function similar restrict
drop function tablesample
create type month . all
create type nested . analyse
create type rollback . analyze
create type xmlnamespaces . and
create type class . any
create type target . array
create type json_table . as
create type large . asc
create type xmlroot . asymmetric
create type json_serialize . both
create type virtual . case
create type virtual . cast
create type nothing . check
create type target . collate
create type insert . column
create type action . constraint
create type xmlserialize . create
create type conditional . current_catalog
create type none . current_date
create type location . current_role
create type time . current_time
create type coalesce . current_timestamp
create type indent . current_user
create type json_value . default
create type stdin . deferrable
create type xmlparse . desc
create type least . distinct
create type type . do
create type nfkd . else
create type merge_action . end
create type bit . except
create type object . false
create type json_value . fetch
create type interval . for
create type json . foreign
create type omit . from
create type parallel . grant
create type xmlpi . group
create type json_array . having
create type load . in
create type enforced . initially
create type json_scalar . intersect
create type time . into
create type scalar . lateral
create type unconditional . leading
create type exclude . limit
create type plan . localtime
create type immutable . not
create type json_query . null
create type unconditional . offset
create type format . on
create type decimal . only
create type time . or
create type deferred . order
create type time . placing
create type virtual . references
create type numeric . returning
create type smallint . select
create type drop . session_user
create type assertion . some
create type varying . symmetric
create type target . system_user
create type json_table . table
create type stdout . then
create type timestamp . to
create type json_array . trailing
create type a . true
create type json_scalar . union
create type xmlroot . unique
create type coalesce . user
create type indent . using
create type json_query . variadic
create type xmlforest . when
create type first . where
create type string . with
select distinct b'1' is not unknown abort into table json_query
select distinct default isnull >= + default absent into json_scalar where default
select distinct not default or current_timestamp absolute
select distinct - default and not default access into table quotes where default having default
select distinct - default is not true action having default
select distinct default isnull <> default add where default having default
select distinct - - default admin into table conditional
select distinct default isnull is true after where default having default
select distinct + default / not default aggregate where default having default
select distinct default is true <= default is unknown all where default having default
select distinct default is false is not true also having default
select distinct not default is null alter having default
select distinct default is null is true always having default
select distinct default analyse into json_query having default
select distinct default is unknown analyze into temporary
select distinct default is normalized is not null and having default
select distinct not default is null any
select distinct not default / not default asc into json_objectagg where default
select distinct empty is false asensitive having default
select distinct default is null is document assertion into copy where default having default
select distinct row ( ) assignment into table wrapper where default
select distinct - default is null asymmetric into table json_array where default
select distinct default isnull at local at having default
select distinct default is unknown is unknown atomic where default having default
select distinct current_role is not true attach into table a having default
select distinct default is true * default attribute
select distinct default at local or format authorization into xmltable where default
select distinct + default > current_user backward into always where default having default
select distinct + default is unknown before having default
select distinct default notnull and || default begin into table extract where default having default
select distinct default isnull is true bigint into table row where default
select distinct default is true is not normalized binary having default
select distinct not current_timestamp bit where default
select distinct default is normalized at local boolean where default having default
select distinct default is not normalized both having default
select distinct default breadth into json_scalar
select distinct default isnull is not null by into scalar having default
select distinct default is null < default cache into unconditional where default having default
select distinct default is true <= default is null call into table json_exists
select distinct default at local isnull called having default
select distinct default is normalized and not default cascade into table json_query
select distinct || default or default isnull cascaded into identity
select distinct default isnull = default is true case into table trim where default having default
select distinct + default * default is true cast into table sql where default having default
select distinct default is null <> default is normalized catalog where default
select distinct default at local is not normalized chain into virtual
select distinct + default >= default is document characteristics where default having default
select distinct not default like - default check into table merge_action having default
select distinct default is document < not default checkpoint into xmlforest having default
select distinct not default is not null class
select distinct ~ default is null close into error
select distinct default is false is not document cluster into table compression having default
select distinct default is not document coalesce having default
select distinct + default is false collate
select distinct + default is normalized collation having default
select distinct default is unknown notnull column into table json_query where default
select distinct default is false is true columns into table sysid having default
select distinct default is false comment having default
select distinct default is unknown is not unknown comments into error
select distinct default is normalized is not unknown commit where default
select distinct default is document is null committed into table indent where default having default
select distinct not || default compression
select distinct default at local / default is false concurrently
select distinct default isnull is not true conditional where default
select distinct default is document isnull configuration into table names having default
select distinct default isnull is unknown conflict
select distinct default is false is not true connection having default
select distinct ~ default is true constraint where default
select distinct - default is true constraints having default
select distinct not default / user content where default having default
select distinct + - default continue
select distinct default notnull and default at local conversion into table json_query where default having default
select distinct default >= default is null copy having default
select distinct + default isnull cost where default having default
select distinct - default is true cross into table vacuum where default
select distinct default is normalized and default is true csv having default
select distinct default is true or $1 cube into compression having default
select distinct default is true * default is unknown current into position
select distinct current_date - default is null current_catalog into xmlpi where default
select distinct default is normalized is not true current_date into publication where default having default
select distinct default current_role having default
select distinct default is true is not document current_schema
select distinct ~ default is normalized current_time having default
select distinct default is null = default is unknown current_timestamp into table json_scalar
select distinct default is false is not null current_user having default
select distinct default is document - default isnull cursor into type having default
select distinct || default <> default is unknown cycle where default
select distinct default at local and false data into substring having default
select distinct default is not normalized database into table columns where default having default
select distinct default is normalized is not false deallocate into continue having default
select distinct + default < default is true dec where default
select distinct default is unknown + - default decimal where default
select distinct default at local at local declare having default
select distinct default at local <= default isnull default into json where default
select distinct not default < not default defaults into json_scalar
select distinct + default is not true deferrable into table tables having default
select distinct continue deferred where default having default
select distinct - default % default is null definer into json_exists
select distinct default isnull ilike not default delete where default
select distinct default <> default is normalized delimiter where default having default
select distinct default is document * || default delimiters
select distinct default is unknown ^ || default depends
select distinct + default >= default isnull depth
select distinct default isnull is true desc where default having default
select distinct - || default detach into table json_exists where default
select distinct ~ default is unknown dictionary into table boolean having default
select distinct default is normalized < default is document disable where default
select distinct default is true % default is null discard into table close
select distinct user / - default distinct
select distinct not default * default is false do into table time where default
select distinct + default like true document into chain having default
select distinct - default is null domain having default
select distinct not default is null double where default
select distinct default is document isnull drop into table string where default
select distinct ~ default or not default each where default having default
select distinct default isnull ilike system_user else into of
select distinct - default is true empty having default
select distinct default notnull is document enable into format having default
select distinct - default is not false encoding into json_serialize where default having default
select distinct default isnull ilike default is document encrypted where default
select distinct default is normalized ilike default is normalized end into backward having default
select distinct 's' = default is false enforced into revoke having default
select distinct default is normalized is not unknown enum where default
select distinct b'1' >= not default error where default
select distinct not default escape where default having default
select distinct default is document is not true event where default having default
select distinct - default - - default exclude into unconditional having default
select distinct default notnull is not unknown excluding
select distinct not default at local exclusive
select distinct + not default execute where default having default
select distinct + default is false exists where default
select distinct not default > default is null explain having default
select distinct default at local <> default notnull expression where default
select distinct - default is normalized extension into table absent having default
select distinct default external where default
select distinct default is normalized is unknown extract having default
select distinct default is false is not document false where default
select distinct - default <= 's' family where default having default
select distinct current_date and default finalize where default having default
select distinct default is document % ~ default first where default
select distinct default is document > default at local float
select distinct default is document at local following where default
select distinct ~ default - default is false force where default having default
select distinct default is unknown at local foreign having default
select distinct not default > default is unknown format into table json
select distinct not not default forward where default having default
select distinct not old freeze
select distinct default isnull <= $1 full into table index where default having default
select distinct default is null is not document function into plan where default having default
select distinct ~ default is normalized functions
select distinct default notnull / default generated having default
select distinct 's' is normalized global
select distinct routines granted having default
select distinct not default isnull greatest where default
select distinct + default grouping into table mapping
select distinct - default is normalized groups where default
select distinct default is document is true handler into table json_objectagg where default having default
select distinct default notnull <> default is false header into table unlisten having default
select distinct current_timestamp <> default is null hold into table xmltable where default
select distinct default notnull >= default is false identity into table conditional where default having default
select distinct default is true or not default if where default
select distinct not default is normalized immediate where default having default
select distinct default is unknown is false immutable into table cascaded having default
select distinct default ilike ~ default import into table float where default having default
select distinct || default is true in
select distinct default is unknown is true include into json_table having default
select distinct default - 's' including where default having default
select distinct default at local isnull increment where default
select distinct $1 and default is unknown indent into json_value
select distinct default is false is not null index into table values having default
select distinct default is document is not false indexes where default
select distinct default at local at local inherit where default having default
select distinct ~ not default inherits into nested having default
select distinct 's' or + default initially into next having default
select distinct default is normalized % default is normalized inline where default
select distinct default is true < - default inner where default
select distinct current_schema inout where default
select distinct default is normalized <= - default input into rename where default having default
select distinct || default is not document insensitive
select distinct - default is unknown insert having default
select distinct ~ default is null instead having default
select distinct default at local is not document int where default
select distinct default integer into each
select distinct default is normalized like default interval where default
select distinct default is unknown < default isnull invoker into table absent where default
select distinct $1 is where default having default
select distinct not default is document isolation into table source
select distinct - default ^ not default join where default having default
select distinct - default is true json into virtual where default having default
select distinct absent json_array
select distinct - default is false json_arrayagg into table values where default having default
select distinct - default json_exists into table json_scalar where default having default
select distinct + default is normalized json_object into decimal having default
select distinct default >= default json_objectagg into table json_exists
select distinct default < not default json_query where default having default
select distinct default is normalized at local json_scalar
select distinct default is false isnull json_serialize into nchar where default having default
select distinct - - default json_table into table json_scalar having default
select distinct not default is normalized json_value having default
select distinct default notnull is not false keep into json_exists having default
select distinct default notnull is not document key having default
select distinct default is null is normalized keys having default
select distinct default is document * + default label where default having default
select distinct default is unknown is normalized language
select distinct default is null is not true large into conditional where default
select distinct + none last where default having default
select distinct default is document like not default lateral having default
select distinct default isnull like - default leading
select distinct default is normalized is not normalized leakproof where default having default
select distinct - default is true least into absent
select distinct current_schema left into table json_objectagg where default
select distinct default ilike not default level into conditional having default
select distinct ~ default isnull like into json_objectagg
select distinct + default is false listen
select distinct default load into table nfkc where default having default
select distinct default is false is not unknown local having default
select distinct default is false is true localtimestamp where default having default
select distinct default is null < not default location into table json_scalar where default
select distinct + default - not default lock into table json_serialize where default having default
select distinct not default is normalized locked into table local
select distinct default is normalized is not null logged
select distinct + default > not default mapping into set where default
select distinct current_role < default is normalized match having default
select distinct + default is not unknown matched into table national where default having default
select distinct default at local is unknown materialized where default
select distinct default is false / default is true maxvalue into table least
select distinct default isnull like default is false merge having default
select distinct default at local like not default merge_action
select distinct - default / conditional method
select distinct session_user is unknown minvalue having default
select distinct default isnull notnull mode having default
select distinct default notnull move into out
select distinct - default ^ default is null name into xml where default
select distinct + default / default names into table security
select distinct + default >= localtime national
select distinct absent natural into sysid where default having default
select distinct default at local notnull nchar having default
select distinct + default ^ not default nested
select distinct not default is null next into table begin where default having default
select distinct ~ default / default nfc having default
select distinct default at local like not default nfd into table json where default having default
select distinct default is false nfkc into table trim having default
select distinct not default - current_schema nfkd into omit where default
select distinct default isnull <> ~ default no where default having default
select distinct default is unknown * + default none into table partial where default
select distinct unconditional * default isnull normalize having default
select distinct default at local like default normalized into xmlnamespaces where default having default
select distinct - default is not true not into table path where default having default
select distinct default at local <= default is unknown nothing where default
select distinct default at local notnull notify
select distinct ~ default < default notnull nowait into table name
select distinct not default is true nullif
select distinct default is normalized nulls into xmlelement where default
select distinct not default + default is null numeric
select distinct not default is unknown object where default having default
select distinct default is not normalized objects having default
select distinct + default is unknown of into table unconditional where default
select distinct default isnull <= default at local off into until where default
select distinct || || default oids
select distinct catalog <= user old
select distinct || ~ default omit having default
select distinct target only where default having default
select distinct - default = default is normalized operator into table json_serialize having default
select distinct default isnull * default is unknown option where default having default
select distinct default is null isnull options
select distinct current_date is not true or having default
select distinct not default is unknown ordinality where default having default
select distinct - default ^ default others where default having default
select distinct default is true like default isnull out where default having default
select distinct not default is false outer where default
select distinct default overlay into period
select distinct default at local isnull overriding
select distinct not default * default is document owned into table json_query having default
select distinct - default at local owner where default having default
select distinct default is false = + default parallel where default having default
select distinct default is normalized is not true parameter where default having default
select distinct default parser having default
select distinct || b'1' partial into table time where default having default
select distinct default notnull > default is normalized partition into dec
select distinct default is false - default is false passing into table standalone
select distinct not default > default isnull password into table return having default
select distinct indent path
select distinct default at local isnull period into table assertion having default
select distinct default is null > default is unknown placing where default having default
select distinct default notnull or default is null plan into no having default
select distinct not + default plans where default having default
select distinct ~ default = default at local policy where default
select distinct default is not document position into table interval where default having default
select distinct default notnull - + default preceding where default
select distinct || default isnull prepare where default having default
select distinct + default is true prepared into table least
select distinct not default <> not default preserve into table increment having default
select distinct default is document >= default primary having default
select distinct default <= default is unknown privileges
select distinct default procedural into timestamp
select distinct default notnull ilike || default procedure having default
select distinct default notnull procedures where default having default
select distinct not default >= default is normalized program where default having default
select distinct $1 <> default is true quote into json_object having default
select distinct ~ default is not null quotes
select distinct functions is false range into table national where default
select distinct not default at local read where default having default
select distinct - default notnull real
select distinct default is true is normalized reassign into table xmlpi where default
select distinct not + default recursive into breadth
select distinct + default is unknown ref into float having default
select distinct ~ default is not normalized references into table json_exists having default
select distinct - not default referencing
select distinct default at local is document refresh into table json_arrayagg where default having default
select distinct + default isnull reindex
select distinct default relative into keys where default having default
select distinct default release where default having default
select distinct default is unknown isnull rename where default having default
select distinct ~ default * + default repeatable into grouping where default
select distinct default is normalized is normalized replace into absent where default
select distinct default is unknown <> default is document replica
select distinct default is true is not true reset into nulls where default
select distinct default is false + default is false restart into table json_table where default
select distinct default is normalized notnull restrict having default
select distinct default is document is normalized return having default
select distinct least is document returns into table json_exists where default having default
select distinct + default at local revoke into b where default
select distinct default at local ^ numeric right into table integer having default
select distinct not default is not false role where default having default
select distinct + default isnull rollback where default
select distinct + + default rollup into table breadth having default
select distinct default is unknown is not normalized routine into unconditional
select distinct default isnull - 1.5 routines
select distinct default is normalized is not true row into old
select distinct default at local is false rows
select distinct default rule into interval where default
select distinct not default <= default is true savepoint into routines where default having default
select distinct current_date / not default scalar where default
select distinct default at local <> default is null schema into table extract where default having default
select distinct default is not true schemas into preserve
select distinct + default is false scroll into json_object where default having default
select distinct - default ^ + default search
select distinct not default is not unknown security where default having default
select distinct not default * default isnull select into table nullif having default
select distinct not default * not default sequence
select distinct default at local is not document sequences where default having default
select distinct not default ilike false serializable
select distinct default at local = default is false server where default
select distinct default >= default isnull session into treat where default
select distinct not default is not null session_user having default
select distinct - default >= not default set into table path having default
select distinct default isnull is unknown setof into table indent where default
select distinct not not default sets having default
select distinct default at local is true share where default having default
select distinct nullif show having default
select distinct - default at local simple where default
select distinct default is null skip into table by
select distinct default is false ^ default smallint into yes where default
select distinct || + default snapshot into keys where default
select distinct + default is normalized some into indent where default having default
select distinct default is unknown is not normalized source into objects where default
select distinct - default is document sql having default
select distinct default is null is false stable into position where default
select distinct not default or default at local standalone where default having default
select distinct default is null ^ default start into xmlroot where default having default
select distinct + + default statement
select distinct default is false is normalized statistics where default having default
select distinct default is unknown is true stdin into table names
select distinct not default isnull stdout where default having default
select distinct default is document is true storage into table level having default
select distinct ~ default >= + default stored into numeric where default
select distinct not default is null strict into nested having default
select distinct - default is not false string into implicit
select distinct default is false like enforced strip into table rollback where default having default
select distinct not default <= default is false subscription into table key where default
select distinct not default at local substring
select distinct not default is not unknown support
select distinct not default is document symmetric into table least
select distinct default is unknown <= default sysid
select distinct || default system into source having default
select distinct not default >= default is null system_user where default having default
select distinct default is false * not default table into statistics having default
select distinct default is unknown isnull tables
select distinct default is true is normalized tablesample
select distinct default isnull * || default tablespace having default
select distinct default is unknown ^ default is true target into table time where default
select distinct default at local or default isnull temp into table xmlparse where default
select distinct row ( ) template having default
select distinct not default % not default temporary where default
select distinct ~ default is not document text
select distinct default is false ilike default then into json_serialize where default having default
select distinct default isnull / default isnull ties into table configuration
select distinct default is false and default is false time where default
select distinct default is false is null timestamp where default having default
select distinct default is unknown is false trailing where default
select distinct default isnull * json_serialize transaction where default having default
select distinct default is null is unknown transform into table compression where default
select distinct - default isnull treat into xmlparse where default having default
select distinct not default notnull trigger into merge_action where default
select distinct b'1' trim having default
select distinct default isnull is false true
select distinct ~ default is not normalized truncate into target having default
select distinct - default like - default trusted into table error where default having default
select distinct default notnull is false type into conditional where default
select distinct - default <= not default types into table plan where default
select distinct default is null and default is unknown uescape where default having default
select distinct not - default unbounded where default having default
select distinct t uncommitted where default having default
select distinct default unconditional into plan where default
select distinct 1.5 / default at local unencrypted where default
select distinct subscription <> b'1' unique
select distinct default isnull >= default is true unknown where default
select distinct not default is false unlisten where default having default
select distinct not default is true unlogged into breadth having default
select distinct default is unknown is not normalized until
select distinct - default is normalized update having default
select distinct + default is null user where default having default
select distinct default is unknown <> default using into plan
select distinct - not default vacuum into depends where default
select distinct default is true + current_time valid having default
select distinct not default validate
select distinct not default is normalized validator
select distinct default notnull is not null value into table keep
select distinct default at local like true values where default having default
select distinct ~ default is normalized varchar into trim having default
select distinct default is true > external variadic into routine having default
select distinct default isnull is normalized verbose into none where default having default
select distinct default is document * default is null version having default
select distinct default is null >= + default view where default having default
select distinct default is null like ~ default views
select distinct default is normalized is true virtual having default
select distinct default volatile where default
select distinct default is true is not normalized when into table definer where default having default
select distinct || default like default is null whitespace
select distinct transaction < session_user work having default
select distinct default isnull is unknown wrapper into escape having default
select distinct default is document ^ default is null write having default
select distinct not - default xml into reassign where default having default
select distinct default is null + - default xmlattributes into table match where default
select distinct default isnull - default is false xmlconcat where default having default
select distinct not default is true xmlelement into path where default having default
select distinct default or default is true xmlexists into plans where default having default
select distinct not default * default is normalized xmlforest into json_arrayagg having default
select distinct default is true = default notnull xmlnamespaces into bigint where default
select distinct || || default xmlparse
select distinct default is true at local xmlpi into table json_table where default having default
select distinct not default is not null xmlroot into json_array
select distinct default is false is not false xmlserialize where default having default
select distinct default at local is not normalized xmltable where default
select distinct default yes where default having default
select distinct default is false is unknown zone where default having default
