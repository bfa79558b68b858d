# Keeps one throw-away PostgreSQL cluster as long as the process that asked for it lives, and no
# longer: a test run that is killed cannot clean up after itself.
#
# Arguments: process id of the owner; folder of the cluster, removed at the end; the command that
# runs the server in the foreground.
owner=$1
folder=$2
shift 2

"$@" >"$folder/log" 2>&1 &
command=$!

while kill -0 "$owner" 2>/dev/null; do
    # Whoever waits for the server sees by this file that it gave up, and why in the log.
    kill -0 "$command" 2>/dev/null || : >"$folder/exited"
    sleep 0.2
done

# An immediate stop: nothing in there is worth a checkpoint. Asked for again and again, as a server
# that is only just starting has not said yet who it is (the command may be one that runs it as
# another user).
while kill -0 "$command" 2>/dev/null; do
    server=$(head -n 1 "$folder/server/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$server" 2>/dev/null
    sleep 0.2
done
rm -rf "$folder"
