"""The tools of the example: they only remember what was asked of them."""

FOLDERS = {"/backups/2024": ["mail.tar", "files.tar"], "/backups/2025": ["mail.tar"]}
POSTED: list[tuple[str, str]] = []


def list_folder(path):
    return list(FOLDERS[path])


def delete_folder(path):
    return len(FOLDERS.pop(path))


def post_message(channel, text):
    POSTED.append((channel, text))
