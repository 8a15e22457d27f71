"""Why a backup can't be made or put back; told to whoever typed the command, in English as all commands."""

from orda.network.refusals import Refusal


class BackupRefusal(Refusal):
    code = "backup"


class NotABackup(BackupRefusal):
    message = "this is no backup of Orda"


class NotWhole(BackupRefusal):
    message = "this backup is broken: it ends too early, or what is in it is not what was put in"


class NoKey(BackupRefusal):
    message = "this backup is encrypted: name the file with its key by --key"


class WrongKey(BackupRefusal):
    message = (
        "this is no key of age (age1… makes backups, AGE-SECRET-KEY-1… opens them), or not this backup's"
    )


class OtherDatabase(BackupRefusal):
    message = (
        "this backup was made on %(its)s, and this installation stands on %(this)s; set DATABASE_URL for it"
    )


class NewerOrda(BackupRefusal):
    message = "this backup was made by a newer Orda, which knows %(what)s; install that first"


class OtherKeys(BackupRefusal):
    message = (
        "readers' IINs in this backup are enciphered by another key, and it holds no keys: set ORDA_PERSONAL_KEY"
        " (or put `secret_key` back) as it was, or say --other-keys and lose them"
    )


class NotEqual(BackupRefusal):
    message = "what was put back is not what was copied away: %(what)s. Nothing was changed"


class HouseLives(BackupRefusal):
    message = (
        "a house lives here (%(what)s): say --replace to put the backup in its place; it is kept beside it"
    )


class HouseAtWork(BackupRefusal):
    message = "the house is at work (%(who)s): stop it first"


class AnotherBackup(BackupRefusal):
    message = "another backup is being made in this folder"


class NoRoom(BackupRefusal):
    message = "%(folder)s has %(free)s MB free, and %(need)s MB may be needed"


class NoFolder(BackupRefusal):
    message = "name a folder, or set ORDA_BACKUP_FOLDER"


class NotKept(BackupRefusal):
    message = "this database can't be copied away: %(what)s"
