#!/bin/sh
# Makes the sample files of VLC's own MP4 muxer. Debian has it in vlc-bin and vlc-plugin-base. VLC does not run as
# root, and ends with some of the frames that it has read: a file made anew can differ in their number.
set -eu
cd "$(dirname "$0")"

make() { # file, muxer, input
	cvlc -q "$3" --sout "#std{access=file,mux=$2,dst=$1}" vlc://quit
}

make vlc-rotated.mp4 mp4 x264-rotated.mp4
make vlc-with-audio.mp4 mp4 x264-with-longer-audio.mp4
make vlc-quicktime.mov mov x264-quicktime.mov
make vlc-variable-rate.mp4 mp4 x264-variable-rate.mp4
make vlc-fragmented-rotated.mp4 mp4frag x264-rotated.mp4
make vlc-fragmented-with-audio.mp4 mp4frag x264-with-longer-audio.mp4
