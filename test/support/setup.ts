import '../../scripts/engine/environment';
