delete_folder(path="/backups/2024")
send_message(channel="ops", text="The backups of 2024 are gone.")
