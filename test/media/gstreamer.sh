#!/bin/sh
# Makes the sample files of GStreamer's own MP4 muxer. Debian has it in gstreamer1.0-tools and
# gstreamer1.0-plugins-{good,bad,ugly}. A file made anew differs in its dates and in which frames are dropped.
set -eu
cd "$(dirname "$0")"

video() { # frames, width, height, frame rate
	echo "videotestsrc pattern=ball num-buffers=$1 ! video/x-raw,width=$2,height=$3,framerate=$4"
}
CLIP=$(video 50 96 64 25/1)
X264="x264enc quantizer=45 pass=quant"
AUDIO="audiotestsrc num-buffers=108 samplesperbuffer=1024 ! audio/x-raw,rate=44100,channels=1 ! voaacenc bitrate=16000 ! mux."

make() { # file, muxer, elements in front of it
	file=$1
	muxer=$2
	shift 2
	gst-launch-1.0 -q $muxer name=mux ! filesink location="$file" "$@"
}

make gstreamer-moov-last.mp4 mp4mux $CLIP ! $X264 ! mux.
make gstreamer-moov-first.mp4 "mp4mux faststart=true" $CLIP ! $X264 ! mux.
make gstreamer-moov-reserved.mp4 "mp4mux reserved-max-duration=4000000000 reserved-moov-update-period=500000000" $CLIP ! $X264 ! mux.
make gstreamer-no-edits.mp4 mp4mux $CLIP ! $X264 bframes=0 ! mux.
make gstreamer-fragmented.mp4 "mp4mux fragment-duration=500" $CLIP ! $X264 key-int-max=10 ! mux.
make gstreamer-fragmented-hybrid.mp4 "mp4mux fragment-duration=500 fragment-mode=first-moov-then-finalise" $CLIP ! $X264 key-int-max=10 ! mux.
make gstreamer-with-longer-audio.mp4 mp4mux $CLIP ! $X264 ! mux. $AUDIO
make gstreamer-fragmented-with-audio.mp4 "mp4mux fragment-duration=500" $CLIP ! $X264 key-int-max=10 ! mux. $AUDIO
make gstreamer-late-video.mp4 mp4mux videotestsrc timestamp-offset=500000000 ${CLIP#videotestsrc } ! $X264 ! mux. $AUDIO
make gstreamer-two-videos.mp4 mp4mux $CLIP ! $X264 ! mux. $(video 10 64 48 10/1) ! $X264 ! mux.
make gstreamer-variable-rate.mp4 mp4mux $CLIP ! identity drop-probability=0.4 ! $X264 ! mux.
make gstreamer-wide-pixels.mp4 mp4mux $CLIP,pixel-aspect-ratio=4/3 ! $X264 ! mux.
make gstreamer-quicktime.mov qtmux $(video 60 96 64 30000/1001) ! $X264 ! mux.
make gstreamer-3gpp.mp4 3gppmux $CLIP ! $X264 ! mux.
make gstreamer-smooth-streaming.mp4 "ismlmux fragment-duration=500" $CLIP ! $X264 key-int-max=10 ! mux.
make gstreamer-jpeg.mov qtmux $(video 10 96 64 10/1) ! jpegenc quality=20 ! mux.
make gstreamer-x265.mp4 mp4mux $CLIP ! x265enc qp=45 ! h265parse ! mux.
