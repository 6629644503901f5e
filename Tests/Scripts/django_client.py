"""Django through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints each case that holds."""

import io
import sys
import traceback
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

lane, direct, *wanted = sys.argv[1:]


def database(url, schema):
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"), "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""), "HOST": parts.hostname, "PORT": parts.port,
        "OPTIONS": {"options": f"-c search_path={schema}", "connect_timeout": 30},
    }


settings.configure(
    DATABASES={"default": database(lane, "by_django"), "direct": database(direct, "by_django_directly")},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    USE_TZ=True, TIME_ZONE="UTC", SECRET_KEY="of a test", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import Error, connections, models, transaction  # noqa: E402
from django.db.models import Avg, Count, F, Q, Sum  # noqa: E402

SIDES = ("default", "direct")


def expect(value, wanted_value, what):
    assert value == wanted_value, f"{what}: {str(value)[:1500]}, wanted {str(wanted_value)[:1500]}"


def same(what, work):
    """Both sides do the same, and see the same, which is given back."""
    ours, theirs = (work(side) for side in SIDES)
    expect(ours, theirs, what)
    return ours


def shape(side):
    """The tables of the schema as Django sees them."""
    seen = {}
    with connections[side].cursor() as cursor:
        told = connections[side].introspection
        for table in sorted(told.table_names(cursor)):
            seen[table] = (
                [tuple(column)[:7] for column in told.get_table_description(cursor, table)],
                sorted((name, str(sorted(kind.items()))) for name, kind in told.get_constraints(cursor, table).items()),
                told.get_sequences(cursor, table))
    return seen


class Ward(models.Model):
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        app_label = "lane"


class Stay(models.Model):
    ward = models.ForeignKey(Ward, models.CASCADE)
    began = models.DateTimeField(auto_now_add=True)
    nights = models.IntegerField(default=1)
    notes = models.JSONField(default=dict)

    class Meta:
        app_label = "lane"
        constraints = [models.CheckConstraint(condition=Q(nights__gte=0), name="no_fewer_nights")]
        indexes = [models.Index(fields=["nights"], name="stays_by_nights")]


class Patient(models.Model):
    id = models.IntegerField(primary_key=True)
    mrn = models.TextField()
    ssn = models.TextField()
    name = models.TextField()
    birth_date = models.DateField()
    sex = models.TextField()
    zip = models.TextField()
    contact = models.JSONField()
    risk_score = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        app_label = "lane"
        managed = False
        db_table = 'clinic"."patients'


@contextmanager
def made(side):
    with connections[side].schema_editor() as editor:
        editor.create_model(Ward)
        editor.create_model(Stay)
    try:
        yield
    finally:
        with connections[side].schema_editor() as editor:
            editor.delete_model(Stay)
            editor.delete_model(Ward)


def field(name, made):
    """One that a ward is to have."""
    made.set_attributes_from_name(name)
    made.model = Ward
    return made


def migrations():
    def work(side):
        call_command("migrate", database=side, verbosity=0)
        whole = shape(side)
        call_command("migrate", "auth", "0005", database=side, verbosity=0)
        back = shape(side)
        call_command("migrate", database=side, verbosity=0)
        listed = io.StringIO()
        call_command("showmigrations", database=side, stdout=listed, no_color=True)
        return whole, back, shape(side), listed.getvalue()

    whole, back, again, listed = same("migrations", work)
    assert "auth_user" in whole and whole != back and whole == again and "[ ]" not in listed, listed


def schemas_are_edited():
    def work(side):
        seen = []
        with made(side):
            seen.append(shape(side))
            beds = field("beds", models.IntegerField(null=True))
            longer = field("name", models.CharField(max_length=80, unique=True))
            text = field("beds", models.TextField(default="none"))
            with connections[side].schema_editor() as editor:
                editor.add_field(Ward, beds)
                editor.alter_field(Ward, Ward._meta.get_field("name"), longer)
            seen.append(shape(side))
            with connections[side].schema_editor() as editor:
                editor.alter_field(Ward, beds, text)
            seen.append(shape(side))
            with connections[side].schema_editor() as editor:
                editor.remove_index(Stay, Stay._meta.indexes[0])
                editor.remove_constraint(Stay, Stay._meta.constraints[0])
                editor.remove_field(Ward, text)
                editor.alter_field(Ward, longer, Ward._meta.get_field("name"))
                editor.alter_db_table(Ward, "lane_ward", "lane_room")
                editor.alter_db_table(Ward, "lane_room", "lane_ward")
                editor.add_index(Stay, Stay._meta.indexes[0])
                editor.add_constraint(Stay, Stay._meta.constraints[0])
            seen.append(shape(side))
        return seen, sorted(shape(side))

    seen, _ = same("edited schemas", work)
    expect(seen[0], seen[3], "edited there and back")


def objects_are_saved():
    def work(side):
        with made(side):
            wards = Ward.objects.using(side).bulk_create([Ward(name=f"ward {n}") for n in range(300)])
            stays = [Stay(ward=wards[n % 7], nights=n % 11, notes={"n": n}) for n in range(500)]
            Stay.objects.using(side).bulk_create(stays, batch_size=90)
            one = Ward.objects.using(side).get(name="ward 5")
            one.name = "north"
            one.save()
            two, is_new = Ward.objects.using(side).get_or_create(name="south")
            three, _ = Ward.objects.using(side).update_or_create(name="ward 6", defaults={"name": "west"})
            with transaction.atomic(using=side):
                Ward.objects.using(side).filter(name__startswith="ward 1").update(name=F("name"))
                try:
                    with transaction.atomic(using=side):
                        Ward.objects.using(side).create(name="south")
                except Error as error:
                    code = error.__cause__.sqlstate
                Ward.objects.using(side).create(name="after the savepoint")
            gone = Ward.objects.using(side).filter(name="ward 9").delete()
            Stay.objects.using(side).bulk_update(
                [Stay(id=stay.id, nights=3) for stay in stays[:20]], ["nights"])
            by_ward = list(
                Stay.objects.using(side).values("ward__name").annotate(n=Count("id"), sum=Sum("nights"), mean=Avg("nights"))
                .order_by("ward__name"))
            read = [
                (stay.ward.name, stay.nights, stay.notes)
                for stay in Stay.objects.using(side).select_related("ward").order_by("id").iterator(chunk_size=100)]
            known = list(Stay.objects.using(side).filter(notes__n__gte=480).order_by("id").values_list("notes__n", flat=True))
            locked = Ward.objects.using(side).filter(name="north")
            with transaction.atomic(using=side):
                names = [ward.name for ward in locked.select_for_update()]
            return (
                [ward.id - wards[0].id for ward in wards], is_new, three.name, code, gone, by_ward, read, known, names,
                Ward.objects.using(side).count())

    seen = same("objects", work)
    expect(seen[3], "23505", "a name twice")


def users_and_groups():
    def work(side):
        call_command("migrate", database=side, verbosity=0)
        user = User.objects.db_manager(side).create_user("ada", "ada@example.org", "a word")
        group = Group.objects.using(side).create(name="readers")
        user.groups.add(group)
        user.first_name = "Ada"
        user.save(using=side)
        found = User.objects.using(side).prefetch_related("groups", "user_permissions").get(username="ada")
        seen = (found.first_name, [g.name for g in found.groups.all()], found.check_password("a word"), found.has_perm("x"))
        user.delete(using=side)
        group.delete(using=side)
        return seen

    expect(same("users", work), ("Ada", ["readers"], True, False), "a user")


def masked_objects():
    ours, theirs = (list(Patient.objects.using(side).order_by("id")[:50]) for side in SIDES)
    for our, their in zip(ours, theirs, strict=True):
        expect((our.id, our.sex, our.risk_score), (their.id, their.sex, their.risk_score), "what is not masked")
        expect((our.ssn, our.name), ("***-**-" + their.ssn[-4:], "***"), "what is")
        expect(our.birth_date, their.birth_date.replace(month=1, day=1), "birth_date")
        assert our.mrn != their.mrn and our.contact["language"] == their.contact["language"], our.contact
    expect(Patient.objects.get(mrn=theirs[7].mrn).id, theirs[7].id, "found by mrn")
    same("counted", lambda side: list(
        Patient.objects.using(side).filter(risk_score__gt=50).values("sex").annotate(n=Count("id")).order_by("sex")))
    one = Patient.objects.get(id=3)
    before = one.risk_score
    one.risk_score = 12
    one.save(update_fields=["risk_score"])
    expect(Patient.objects.using("direct").get(id=3).risk_score, 12, "the field that was saved")
    Patient.objects.filter(id=3).update(risk_score=before)
    # All that was loaded, masks among it, is not written back over what they stand for.
    try:
        one.save()
    except Error as error:
        assert error.__cause__.sqlstate == "42501" and "chaperone" in str(error) and "HINT" in str(error), error
    else:
        raise AssertionError("masks were saved")
    expect(Patient.objects.using("direct").get(id=3).ssn, theirs[2].ssn, "what the mask stands for")


def databases_are_inspected():
    def work(side):
        out = io.StringIO()
        call_command("inspectdb", database=side, stdout=out, include_views=True)
        return out.getvalue()

    def with_tables(side):
        with made(side):
            return work(side)

    assert "class LaneStay" in same("inspected", with_tables)


CASES = [
    migrations, schemas_are_edited, objects_are_saved, users_and_groups, masked_objects, databases_are_inspected,
]
failed = False
for name in wanted:
    try:
        next(case for case in CASES if case.__name__ == name)()
        print(name)
    except Exception:  # every case is told of
        print(f"{name}: {traceback.format_exc()[-3000:]}", file=sys.stderr)
        failed = True
sys.exit(failed)
